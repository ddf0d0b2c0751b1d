import { cents, formatAmount } from '../../../workflows/money.js';
import type { ReadProvision } from '../../integration/provisions/provision.reader.js';
import type { ProvisionSums } from '../../integration/provisions/provision-figures.js';

/** Of a table with the one before it: what has to be held of each age, and of cases one by one. */
export interface BucketsView {
  rows: BucketRow[];
  total: { provision: string; before?: string; difference?: string };
  /** The month that it is compared with. */
  beforeMonth: string | undefined;
}

interface BucketRow {
  /** Left out for the cases that are impaired one by one. */
  bucket?: string;
  amount: string;
  apart?: string;
  rest: string;
  roll?: string | null;
  loss: string;
  provision: string;
  before?: string;
  difference?: string;
}

/** @param before what the approved one before it comes to */
export function bucketsView(now: ProvisionSums, before: ReadProvision | undefined): BucketsView {
  const { buckets, impaired, required } = now;
  return {
    rows: [
      ...buckets.map(({ bucket, amount, apart, rest, roll, loss, provision }) => ({
        ...{ bucket, amount, rest, roll, loss, provision },
        ...(cents(apart) !== 0 && { apart }),
        ...compared(provision, before?.buckets.find((one) => one.bucket === bucket)?.provision),
      })),
      {
        ...{ amount: impaired.amount, rest: impaired.amount, loss: impaired.loss, provision: impaired.provision },
        ...compared(impaired.provision, before?.impaired.provision),
      },
    ],
    total: { provision: required, ...compared(required, before?.required) },
    beforeMonth: before?.month,
  };
}

/** 'up' where the allowance has to grow, 'down' where some of it is released. */
export function changeView(change: string): { size: string; way: 'up' | 'down' | 'none' } {
  const signed = cents(change);
  return { size: formatAmount(Math.abs(signed)), way: signed > 0 ? 'up' : signed < 0 ? 'down' : 'none' };
}

function compared(now: string, before: string | undefined): { before?: string; difference?: string } {
  return before === undefined ? {} : { before, difference: formatAmount(cents(now) - cents(before)) };
}
