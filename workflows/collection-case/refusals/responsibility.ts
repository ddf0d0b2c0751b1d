import { ownParties, personsNamed, type Share } from '../../attribution/causes.js';
import { answersFor, cameAfter } from '../../attribution/owners.js';
import type { Told } from '../commands.js';
import type { CaseContext } from '../context.js';
import { type Refusal, refusal } from '../refusal.js';
import type { Rule, RuleBook } from './rule.js';

type Responsibility = 'proposeAttribution' | 'acceptAttribution' | 'contestAttribution' | 'decideAttribution' | 'appealAttribution';

/** Shares add up to 100, and one of sales, finance or legal names its person (domain.md, attribution). */
const sharesAddUp = (_context: CaseContext, { shares }: { readonly shares: readonly Share[] }): Refusal | undefined => {
  const hundredths = shares.reduce((sum, share) => sum + share.shareHundredths, 0);
  if (hundredths !== 100_00) return refusal('attribution.shares', { sum: hundredths / 100, needed: 100 });
  const nameless = shares.filter((share) => ownParties.includes(share.party) !== (share.person !== undefined));
  return nameless.length > 0 ? refusal('attribution.person', { parties: nameless.map((share) => share.party) }) : undefined;
};

/** Whoever got the case after the fact does not answer for it, and whoever had it then still does (the record has who that was). */
const couldHaveActed = (
  { facts }: CaseContext,
  { shares, told, rules }: Told<'proposeAttribution' | 'decideAttribution'>,
): Refusal | undefined => {
  const { past } = told;
  if (rules.machine < 3 || !past) return undefined;
  for (const { party, person, cause } of shares) {
    const late = party === 'sales' && person !== undefined ? cameAfter(person, cause, facts, past) : undefined;
    if (late)
      return refusal('attribution.not_then', {
        person,
        cause,
        from: late.from,
        on: late.fact.on,
        answered: answersFor(late.fact, past) ?? '',
      });
  }
  return undefined;
};

/** What was waived comes to be written off without a docket. */
const afterDocket: Rule<'proposeAttribution'> = ({ firstDocketed, writtenOffOn }) =>
  firstDocketed || writtenOffOn ? undefined : refusal('attribution.before_docket');

const notAnswered: Rule<'acceptAttribution'> = ({ attribution }, { told: { by } }) =>
  by.kind === 'person' && attribution?.accepted.includes(by.login) ? refusal('attribution.answered', { person: by.login }) : undefined;

/** attribution.self: nobody decides on oneself; who proposed or decided before gives way to the general manager, too. */
const decidesOthers: Rule<'decideAttribution'> = (context, event) => {
  const { attribution } = context;
  const { by } = event.told;
  if (!attribution || by.kind !== 'person') return undefined;
  if (personsNamed(attribution.shares).includes(by.login)) return refusal('attribution.self', { person: by.login, why: 'named' });
  if (attribution.proposedBy === by.login) return refusal('attribution.self', { person: by.login, why: 'proposed' });
  if (attribution.decidedBy.includes(by.login)) return refusal('attribution.self', { person: by.login, why: 'decided' });
  return refuseWrongDecider(context, event);
};

/** What is contested is decided by the chair, an appeal by hr, else by the general manager (domain.md, attribution). */
function refuseWrongDecider({ attribution }: CaseContext, { told: { by } }: Told<'decideAttribution'>): Refusal | undefined {
  if (!attribution || by.kind !== 'person' || by.roles.includes('general_manager')) return undefined;
  const appealed = attribution.appealedBy !== undefined;
  const may = appealed ? by.roles.includes('hr') : by.board.sits.includes('finance_director');
  return may ? undefined : refusal('attribution.decider', { decider: appealed ? 'hr' : 'chair', person: by.login });
}

/** Whoever decides does not appear in what is decided. */
const namesOthers: Rule<'decideAttribution'> = (_context, { shares, told: { by } }) =>
  by.kind === 'person' && personsNamed(shares).includes(by.login)
    ? refusal('attribution.self', { person: by.login, why: 'named' })
    : undefined;

const appealsOnce: Rule<'appealAttribution'> = ({ attribution }) =>
  attribution?.appealedBy === undefined ? undefined : refusal('attribution.appealed_once', { by: attribution.appealedBy });

export const responsibilityRules: RuleBook<Responsibility> = {
  proposeAttribution: { beforehand: [afterDocket], typed: [sharesAddUp, couldHaveActed] },
  acceptAttribution: { beforehand: [notAnswered] },
  decideAttribution: { beforehand: [decidesOthers], typed: [sharesAddUp, namesOthers, couldHaveActed] },
  appealAttribution: { beforehand: [appealsOnce] },
};
