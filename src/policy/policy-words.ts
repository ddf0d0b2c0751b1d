import { Injectable } from '@nestjs/common';
import { defaultPolicy, type Policy } from '../../workflows/policy.js';
import type { Difference } from '../../workflows/policy-versions/changes.js';
import { nameOf, type PolicyKey, policyFields, policyKeys, type Unit } from '../../workflows/policy-versions/fields.js';
import { boundsOf, type Written, written } from '../../workflows/policy-versions/written.js';
import { type Language, languages } from '../platform/i18n/language.js';
import { Texts } from '../platform/i18n/texts.js';
import { withSeparators } from '../platform/print/figures.js';
import type { PolicyDifference, PolicyFieldAnswer } from './policy.shapes.js';

/** Numbers of the policy as people read them. */
@Injectable()
export class PolicyWords {
  constructor(private readonly texts: Texts) {}

  difference({ key, from, to }: Difference, language: Language): PolicyDifference {
    const what = this.texts.say(language, `policy:fields.${nameOf(key)}`);
    const facts = { what, from: this.value(key, from, language), to: this.value(key, to, language) };
    return { field: nameOf(key), from, to, words: this.texts.say(language, 'policy:changed', facts) };
  }

  /** All numbers of a policy, each with what it means and its value with the unit. */
  all(policy: Policy, language: Language): { key: PolicyKey; name: string; means: string; words: string }[] {
    return policyKeys.map((key) => ({
      key,
      name: nameOf(key),
      means: this.texts.say(language, `policy:fields.${nameOf(key)}`),
      words: this.value(key, written(key, policy), language),
    }));
  }

  fields(): PolicyFieldAnswer[] {
    return policyKeys.map((key) => {
      const { shape, unit, clause } = policyFields[key];
      const says = (language: Language) => this.texts.say(language, `policy:fields.${nameOf(key)}`);
      const [chinese, english] = languages.map(says) as [string, string];
      return {
        name: nameOf(key),
        kind: shape.kind,
        unit,
        min: boundsOf(shape)?.min ?? null,
        max: boundsOf(shape)?.max ?? null,
        allowed: shape.kind === 'choice' ? shape.of : null,
        default: written(key, defaultPolicy),
        clause,
        means: { 'zh-CN': chinese, en: english },
      };
    });
  }

  /** With its unit: '90 overdue days'. */
  private value(key: PolicyKey, value: Written, language: Language): string {
    const { unit, shape } = policyFields[key];
    if (shape.kind === 'bands') return this.bands(value as readonly { under?: string; factor: string }[], language);
    if (shape.kind === 'causes') return this.causes(value as Readonly<Record<string, number>>, language);
    const plain = shape.kind === 'choice' ? this.texts.say(language, `policy:choices.${String(value)}`) : listed(value, unit);
    return this.texts.say(language, `policy:units.${unit}`, { value: plain });
  }

  private bands(bands: readonly { under?: string; factor: string }[], language: Language): string {
    return bands
      .map(({ under, factor }) =>
        under === undefined
          ? this.texts.say(language, 'policy:band_rest', { factor })
          : this.texts.say(language, 'policy:band_under', { under: withSeparators(under), factor }),
      )
      .join(language === 'en' ? '; ' : '；');
  }

  private causes(points: Readonly<Record<string, number>>, language: Language): string {
    return Object.entries(points)
      .map(([cause, value]) =>
        this.texts.say(language, 'policy:points_for', { cause: this.texts.say(language, `policy:causes.${cause}`), value }),
      )
      .join(language === 'en' ? ', ' : '，');
  }
}

function listed(value: Written, unit: Unit): string {
  const told = (one: unknown) => (unit === 'money' ? withSeparators(String(one)) : String(one));
  return Array.isArray(value) ? value.map(told).join(', ') : told(value);
}
