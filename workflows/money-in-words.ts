import type { Cents } from './money.js';

const digits = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'] as const;
const places = ['', '拾', '佰', '仟'] as const;

/**
 * An amount of CNY in Chinese capitals, as contracts and cheques write it (人民币大写; 支付结算办法 附一): 10005 → 壹佰元零伍分.
 * Ends with 整 unless there are fen. Where the rule lets one write 零 or leave it out (a yuan of 0 before jiao), it is left out.
 */
export function capitals(amount: Cents): string {
  const sign = amount < 0 ? '负' : '';
  const cents = Math.abs(amount);
  const yuan = Math.floor(cents / 100);
  const jiao = Math.floor((cents % 100) / 10);
  const fen = cents % 10;
  if (cents === 0) return '零元整';
  const whole = yuan === 0 ? '' : `${wholeNumber(yuan)}元`;
  if (jiao === 0 && fen === 0) return `${sign}${whole}整`;
  // Between yuan and fen the missing jiao is said, so that none can be written in.
  const tens = jiao > 0 ? `${digits[jiao]}角` : whole && '零';
  return `${sign}${whole}${tens}${fen > 0 ? `${digits[fen]}分` : '整'}`;
}

function wholeNumber(number: number): string {
  const [hundredMillions, rest] = [Math.floor(number / 1_0000_0000), number % 1_0000_0000];
  return joined(hundredMillions && `${belowHundredMillion(hundredMillions)}亿`, rest && belowHundredMillion(rest), rest < 1000_0000);
}

function belowHundredMillion(number: number): string {
  const [tenThousands, rest] = [Math.floor(number / 1_0000), number % 1_0000];
  return joined(tenThousands && `${section(tenThousands)}万`, rest && section(rest), rest < 1000);
}

/** Up to four digits; zeros inside are said once, those at the end not at all. */
function section(number: number): string {
  return [...String(number)]
    .map((digit, at, all) => (digit === '0' ? '零' : `${digits[Number(digit)]}${places[all.length - 1 - at]}`))
    .join('')
    .replace(/零+/g, '零')
    .replace(/零$/, '');
}

/** @param gap the lower part does not fill its places */
function joined(higher: string | 0, lower: string | 0, gap: boolean): string {
  if (higher === 0) return lower || '';
  return `${higher}${lower && gap ? '零' : ''}${lower || ''}`;
}
