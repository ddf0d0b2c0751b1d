import { type CurrentPerson, type Grant, rolesAnywhere } from './current-person.js';
import type { GrantAnswer, SignedInPerson } from './sessions.shapes.js';

export function signedInPerson(person: CurrentPerson): SignedInPerson {
  const { login, name, language, grants, mustChoosePassword } = person;
  const answer = { login, name, language, roles: rolesAnywhere(person), grants: grants.map(grantAnswer) };
  return { ...answer, ...(mustChoosePassword && { mustChoosePassword }) };
}

export function grantAnswer({ role, companyId }: Grant): GrantAnswer {
  return { role, company: companyId };
}
