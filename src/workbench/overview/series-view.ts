import type { BusinessDate } from '../../../workflows/calendar/dates.js';
import { cents } from '../../../workflows/money.js';
import type { OverviewAnswer } from '../../analysis/overview/overview.shapes.js';
import type { Language } from '../../platform/i18n/language.js';
import type { Series } from '../../platform/pages/series-svg.js';
import { withSeparators } from '../../platform/print/figures.js';
import type { Telling } from './telling.js';

/** Overdue share at month ends and today, against the policy's benchmark. */
export function sharePicture({ months, share, shareBenchmark }: OverviewAnswer, { texts, language }: Telling): Series {
  const worst = Math.max(...months.map((month) => month.share ?? 0));
  return {
    kind: 'line',
    label: texts.say(language, 'overview:share.label', { bench: shareBenchmark.toFixed(2), now: (share ?? 0).toFixed(2) }),
    bench: shareBenchmark,
    say: percentTick,
    points: months.map((month, i) => {
      const isNow = i === months.length - 1;
      const isOver = (month.share ?? 0) > shareBenchmark;
      const isSaid = isNow || (month.share === worst && isOver);
      return {
        label: monthName(month.on, language),
        value: month.share,
        tone: isOver ? 'fr' : isNow ? 'fi' : 'f0',
        ...(isSaid && month.share !== null && { said: month.share.toFixed(2) }),
      };
    }),
  };
}

export function quarterPicture({ quarters, badDebtBenchmark }: OverviewAnswer, { texts, language }: Telling): Series {
  return {
    kind: 'bars',
    label: texts.say(language, 'overview:badDebt.label', {
      bench: badDebtBenchmark.toFixed(2),
      now: (quarters.at(-1)?.rate ?? 0).toFixed(2),
    }),
    bench: badDebtBenchmark,
    say: percentTick,
    points: quarters.map(({ quarter, rate }, i) => ({
      label: `${quarter.slice(2, 4)} ${quarter.slice(4)}`,
      value: rate,
      tone: rate !== null && rate > badDebtBenchmark ? 'fr' : i === quarters.length - 1 ? 'fi' : 'f0',
      ...(rate !== null && { said: rate.toFixed(2) }),
    })),
  };
}

export function moneyPicture({ money, currency }: OverviewAnswer, { texts, language }: Telling): Series {
  const all = money.map((month) => ({ ...month, sum: cents(month.received) + cents(month.recovered) }));
  const last = all.at(-1);
  return {
    kind: 'bars',
    label: texts.say(language, 'overview:money.label', { amount: withSeparators(((last?.sum ?? 0) / 100).toFixed(2)), currency }),
    say: (value) => shortAmount(value, language),
    points: all.map(({ month, sum }) => ({
      label: monthName(`${month}-01`, language),
      value: Math.max(0, sum),
      tone: 'fg',
      said: shortAmount(sum, language),
    })),
  };
}

/** '12.5万', '125k', of an amount in cents. */
function shortAmount(value: number, language: Language): string {
  const amount = value / 100;
  const [unit, name] =
    language === 'zh-CN'
      ? Math.abs(amount) >= 100_000_000
        ? ([100_000_000, '亿'] as const)
        : ([10_000, '万'] as const)
      : Math.abs(amount) >= 1_000_000
        ? ([1_000_000, 'm'] as const)
        : ([1_000, 'k'] as const);
  if (Math.abs(amount) < unit / 10) return String(Math.round(amount));
  const said = amount / unit;
  return `${said >= 100 ? Math.round(said) : Number(said.toFixed(1))}${name}`;
}

function percentTick(value: number): string {
  return String(Number(value.toFixed(1)));
}

function monthName(day: BusinessDate, language: Language): string {
  const month = Number(day.slice(5, 7));
  if (language === 'zh-CN') return `${month}月`;
  return englishMonths[month - 1] ?? '';
}

const englishMonths = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
