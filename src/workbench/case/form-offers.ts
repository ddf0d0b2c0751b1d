import { formatAmount } from '../../../workflows/money.js';
import type { TypedForm } from '../../cases/forms/typed-body.js';
import type { Names } from '../../people/names.js';
import { money } from '../../platform/i18n/written.js';
import { withSeparators } from '../../platform/print/figures.js';
import type { CaseLooked } from './case-look.js';
import type { Offers } from './form-view.js';

/** What the fields that name something can name in this case. Whether it may be named, the command's rule says. */
export function offersOf(type: string, { found, others, documents, telling }: CaseLooked): Offers {
  const { context } = found.stored;
  const { texts, language, name } = telling;
  const standing = found.showsEvidence ? context.evidence.filter(({ withdrawnReason }) => withdrawnReason === undefined) : [];
  const judged = type === 'acceptEvidence' ? standing.filter(({ acceptedBy }) => acceptedBy === undefined) : standing;
  const say = (key: string, facts: Record<string, unknown>) => texts.say(language, `forms:choice.${key}`, facts);
  return {
    evidence: judged.map(({ id }) => ({ value: id, label: documents.get(id)?.fileName ?? id })),
    promise: context.promises
      .filter(({ state }) => state === 'live')
      .map(({ id, amountCents, dueOn }) => ({
        value: String(id),
        label: say('promise', { promise: id, amount: money(amountCents), dueOn }),
      })),
    correction: context.corrections.map(({ id, askedBy, reason }) => ({
      value: String(id),
      label: say('correction', { correction: id, askedBy: name(askedBy), reason }),
    })),
    cases: others.map(({ id, document, balance, overdueDays }) => ({
      value: id,
      label: say('case', { document, balance: withSeparators(balance), days: overdueDays }),
    })),
  };
}

/** What a form begins with: today where something was done, the balance where it has to be confirmed. */
export function beginningOf(type: string, { found, day }: CaseLooked): TypedForm {
  const { context } = found.stored;
  switch (type) {
    case 'logAttempt':
      return { on: day.date, channel: 'phone' };
    case 'recordLegalStep':
      return { on: day.date };
    case 'recordLetter':
      return { sentOn: day.date, ...(context.letterDue && { level: String(context.letterDue.level) }) };
    case 'confirm':
      return { amount: formatAmount(context.balanceCents) };
    case 'confirmCorrection':
      return context.corrections.length === 1 ? { correction: String(context.corrections[0]?.id) } : {};
    case 'decideAttribution':
      return sharesTyped(found.stored.context.attribution?.shares ?? []);
    default:
      return {};
  }
}

/** Those whom a form may name as owner or as bearer of a share. */
export function peopleFor(names: Names, fields: readonly { kind: string; inner: readonly { kind: string }[] }[], companyId: string) {
  const asks = fields.some(({ kind, inner }) => kind === 'login' || inner.some((field) => field.kind === 'login'));
  return asks ? names.ofCompany(companyId) : Promise.resolve([]);
}

function sharesTyped(
  shares: readonly { party: string; person?: string; cause: string; shareHundredths: number; note?: string }[],
): TypedForm {
  return Object.assign(
    {},
    ...shares.map(({ party, person = '', cause, shareHundredths, note = '' }, i) => ({
      [`shares.${i}.party`]: party,
      [`shares.${i}.person`]: person,
      [`shares.${i}.cause`]: cause,
      [`shares.${i}.share`]: String(shareHundredths / 100),
      [`shares.${i}.note`]: note,
    })),
  ) as TypedForm;
}
