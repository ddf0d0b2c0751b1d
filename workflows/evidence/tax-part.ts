import type { BusinessDate } from '../calendar/dates.js';
import type { Policy } from '../policy.js';
import { completeGrounds, type Debt, type Document, type Ground, insolvencyGrounds, standaloneGrounds } from './grounds.js';

/** Something that deducting the loss from tax still needs. */
export type TaxLack = 'origin' | 'ground' | 'booked_as_loss' | 'special_report' | 'debtor_tax_statement';

/** A ground as tax law names it: 国家税务总局公告2011年第25号 第二十二条 by its item, or 第二十三条, 第二十四条. */
export interface TaxGround {
  readonly ground: Ground;
  readonly article: 22 | 23 | 24;
  readonly item?: number;
}

export interface TaxPart {
  readonly grounds: readonly TaxGround[];
  readonly complete: boolean;
  readonly missing: readonly TaxLack[];
}

const articles: readonly TaxGround[] = [
  { ground: 'bankruptcy', article: 22, item: 2 },
  { ground: 'judgment', article: 22, item: 3 },
  { ground: 'deregistered', article: 22, item: 4 },
  { ground: 'death_or_missing', article: 22, item: 5 },
  { ground: 'restructuring', article: 22, item: 6 },
  { ground: 'force_majeure', article: 22, item: 7 },
  { ground: 'over_3_years', article: 23 },
  { ground: 'over_1_year_small', article: 24 },
];

/**
 * Whether what a company has to keep for the tax authority is complete: deductible is what was actually booked as a loss, with its
 * evidence; the grounds of age need a special report, a restructuring what the debtor paid tax on. The inability to pay belongs to the
 * board's decision, not to these articles.
 */
export function taxPart(accepted: readonly Document[], debt: Debt, on: BusinessDate, policy: Policy, isBooked: boolean): TaxPart {
  const complete = completeGrounds(accepted, debt, on, policy);
  const carrying = complete.filter((ground) => insolvencyGrounds.includes(ground) || standaloneGrounds.includes(ground));
  const has = (test: (document: Document) => boolean) => accepted.some(test);
  const report = has(({ kind }) => kind === 'special_report');
  const lackOf: (ground: Ground) => TaxLack | undefined = (ground) => {
    if ((ground === 'over_3_years' || ground === 'over_1_year_small') && !report) return 'special_report';
    const isStated = has((document) => document.ground === 'restructuring' && document.kind === 'statement');
    return ground === 'restructuring' && !isStated ? 'debtor_tax_statement' : undefined;
  };
  const missing: TaxLack[] = [
    ...(complete.includes('origin') ? [] : (['origin'] as const)),
    // One ground that lacks nothing is enough.
    ...(carrying.length === 0
      ? (['ground'] as const)
      : carrying.every(lackOf)
        ? carrying.slice(0, 1).flatMap((ground) => lackOf(ground) ?? [])
        : []),
    ...(isBooked ? [] : (['booked_as_loss'] as const)),
  ];
  return { grounds: articles.filter(({ ground }) => carrying.includes(ground)), complete: missing.length === 0, missing };
}
