import type { WhatIfRun } from '../../analysis/what-if/what-if.shapes.js';

/** What all cases together come to, as the API writes it. */
interface Totals {
  states: Record<string, number>;
  money: Record<string, { balance: string; underReview: string; writtenOff: string }>;
  docketed: number;
  deducted: string;
  graceMonths: number;
  reminders: number;
  letters: number;
  daysIn: Record<string, number>;
}

interface Line {
  what: string;
  fact?: string;
  isMoney?: true;
  actual: string | number;
  other: string | number;
  isOther: boolean;
}

/** A run with what happened beside what would have: lines that differ are marked. */
export function whatIfView(run: WhatIfRun) {
  const summary = run.summary as { differing: number; noticesOnly: number; actual: Totals; other: Totals } | null;
  const isOpen = run.status === 'waiting' || run.status === 'running';
  return {
    run,
    isOpen,
    percent: run.cases > 0 ? Math.floor((run.done * 100) / run.cases) : 0,
    ...(summary && { differing: summary.differing, noticesOnly: summary.noticesOnly, lines: linesOf(summary.actual, summary.other) }),
  };
}

function linesOf(actual: Totals, other: Totals): Line[] {
  const plain = (['docketed', 'deducted', 'graceMonths', 'reminders', 'letters'] as const).map((what) =>
    line({ what }, actual[what], other[what]),
  );
  const states = both(actual.states, other.states).map((state) =>
    line({ what: 'state', fact: state }, actual.states[state] ?? 0, other.states[state] ?? 0),
  );
  const nothing = { balance: '0.00', underReview: '0.00', writtenOff: '0.00' };
  const money = both(actual.money, other.money).flatMap((currency) =>
    (['balance', 'underReview', 'writtenOff'] as const).map((what) =>
      line({ what, fact: currency, isMoney: true }, (actual.money[currency] ?? nothing)[what], (other.money[currency] ?? nothing)[what]),
    ),
  );
  return [...states, ...money, ...plain];
}

function line(about: Pick<Line, 'what' | 'fact' | 'isMoney'>, actual: string | number, other: string | number): Line {
  return { ...about, actual, other, isOther: actual !== other };
}

function both(some: object, others: object): string[] {
  return [...new Set([...Object.keys(some), ...Object.keys(others)])];
}
