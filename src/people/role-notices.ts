import { confirmersOf } from '../../workflows/access/role-grants.js';
import type { Tx } from '../platform/database/database.js';

/** The mail's kind, see `src/mail/notices/roles.ts`. */
const kind = 'role_to_confirm';

/**
 * Who may agree to a role of the company, or to one in every company (null): neither its receiver nor its author, and no administrator.
 * @param place of the roles that may, the company, its receiver and its author among the statement's values
 */
export const confirmers = (roles: string, company: string, receiver: string, author: string) => `
  select distinct g.login from role_grants g join people p on p.login = g.login and p.active
  where g.role = any (${roles}::text[]) and g.revoked_at is null and (g.company_id is null or g.company_id = ${company})
    and g.login not in (${receiver}, ${author})
    and not exists (select from role_grants a where a.login = g.login and a.role = 'admin' and a.revoked_at is null)`;

/** Each of those who may confirm is told; of a role in every company with the mail of the first one. */
export async function tellConfirmers(tx: Pick<Tx, 'query'>, proposal: string, role: string): Promise<void> {
  await tx.query(insertNotices, [proposal, kind, confirmersOf(role)], 'roles.tell');
}

/** It is decided: a mail that has not been written yet would ask for nothing. */
export async function endRoleNotices(tx: Pick<Tx, 'query'>, proposal: string): Promise<void> {
  await tx.query(
    `update notices n set facts = n.facts || '{"done": true}' from companies c
     where n.company_id = c.id and n.about = 'roles/' || $1::text and n.kind = $2 and n.composed_on is null`,
    [proposal, kind],
    'roles.end_notices',
  );
}

const insertNotices = `
  insert into notices (company_id, about, kind, due_on, recipient, facts)
  select c.id, 'roles/' || r.id, $2, business_date(c.id), told.login,
    jsonb_build_object('person', p.name, 'role', r.role, 'company', (select name from companies where id = r.company_id), 'proposedBy', b.name)
  from role_proposals r
  join people p on p.login = r.login
  join people b on b.login = r.proposed_by
  join companies c on c.id = coalesce(r.company_id, (select min(id) from companies))
  cross join lateral (${confirmers('$3', 'r.company_id', 'r.login', 'r.proposed_by')}) told
  where r.id = $1::bigint
  on conflict do nothing`;
