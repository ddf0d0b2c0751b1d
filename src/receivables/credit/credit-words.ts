import { Injectable } from '@nestjs/common';
import type { CreditReason } from '../../../workflows/credit/check.js';
import { formatAmount } from '../../../workflows/money.js';
import type { Language } from '../../platform/i18n/language.js';
import { Texts } from '../../platform/i18n/texts.js';
import { money } from '../../platform/i18n/written.js';
import type { ReasonAnswer } from './credit.shapes.js';

/** Why the policy would not have something, and what would satisfy it, as people read it. */
@Injectable()
export class CreditWords {
  constructor(private readonly texts: Texts) {}

  reasons(reasons: readonly CreditReason[], language: Language): ReasonAnswer[] {
    return reasons.map((reason) => {
      const facts = this.facts(reason, language);
      return {
        code: reason.key,
        detail: this.texts.say(language, `credit:reason.${reason.key}`, facts),
        remedy: this.texts.say(language, `credit:remedy.${reason.key}`, facts),
        numbers: numbersOf(reason),
      };
    });
  }

  private facts(reason: CreditReason, language: Language): Record<string, string | number> {
    const amounts = Object.entries(reason).map(([name, value]) =>
      name.endsWith('Cents') ? [plain(name), money(value as number)] : [name, value],
    );
    const facts = Object.fromEntries(amounts) as Record<string, string | number>;
    if (reason.key !== 'security_required') return facts;
    const why = reason.why.map((one) => this.texts.say(language, `credit:weakness.${one}`));
    return { ...facts, why: why.join(language === 'en' ? ', ' : '、') };
  }
}

function numbersOf(reason: CreditReason): Record<string, string | number | readonly string[]> {
  const { key: _, ...numbers } = reason;
  return Object.fromEntries(
    Object.entries(numbers).map(([name, value]) => (name.endsWith('Cents') ? [plain(name), formatAmount(value as number)] : [name, value])),
  );
}

function plain(name: string): string {
  return name.slice(0, -'Cents'.length);
}
