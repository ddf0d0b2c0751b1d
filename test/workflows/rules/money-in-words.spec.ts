import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cents } from '../../../workflows/money.js';
import { capitals } from '../../../workflows/money-in-words.js';

describe('An amount in Chinese capitals', () => {
  it.each([
    ['0.00', '零元整'],
    ['0.01', '壹分'],
    ['0.10', '壹角整'],
    ['0.11', '壹角壹分'],
    ['0.50', '伍角整'],
    ['1.00', '壹元整'],
    ['1.01', '壹元零壹分'],
    ['1.10', '壹元壹角整'],
    ['1.23', '壹元贰角叁分'],
    ['10.00', '壹拾元整'],
    ['10.05', '壹拾元零伍分'],
    ['11.00', '壹拾壹元整'],
    ['20.20', '贰拾元贰角整'],
    ['100.00', '壹佰元整'],
    ['100.05', '壹佰元零伍分'],
    ['101.00', '壹佰零壹元整'],
    ['110.00', '壹佰壹拾元整'],
    ['1000.00', '壹仟元整'],
    ['1001.00', '壹仟零壹元整'],
    ['1010.10', '壹仟零壹拾元壹角整'],
    ['1409.50', '壹仟肆佰零玖元伍角整'],
    ['6007.14', '陆仟零柒元壹角肆分'],
    ['1680.32', '壹仟陆佰捌拾元叁角贰分'],
    ['16409.02', '壹万陆仟肆佰零玖元零贰分'],
    ['10000.00', '壹万元整'],
    ['10001.00', '壹万零壹元整'],
    ['10500.00', '壹万零伍佰元整'],
    ['105000.00', '壹拾万伍仟元整'],
    ['107000.53', '壹拾万柒仟元伍角叁分'],
    ['100000.00', '壹拾万元整'],
    ['1000000.00', '壹佰万元整'],
    ['1000001.01', '壹佰万零壹元零壹分'],
    ['1010101.00', '壹佰零壹万零壹佰零壹元整'],
    ['20300400.05', '贰仟零叁拾万零肆佰元零伍分'],
    ['100000000.00', '壹亿元整'],
    ['100010000.00', '壹亿零壹万元整'],
    ['110000000.00', '壹亿壹仟万元整'],
    ['100000001.00', '壹亿零壹元整'],
    ['10000000001.10', '壹佰亿零壹元壹角整'],
    ['99999999999.99', '玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分'],
    ['1000000000000.00', '壹万亿元整'],
    ['1000100000000.00', '壹万零壹亿元整'],
    ['9999999999999.99', '玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分'],
    ['-12.30', '负壹拾贰元叁角整'],
  ])('%s is %s', (amount, words) => {
    expect(capitals(cents(amount))).toBe(words);
  });

  it('can be read back to the same amount', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), (amount) => {
        expect(readBack(capitals(amount))).toBe(BigInt(amount));
      }),
    );
  });

  it('never says zero twice in a row, nor before a unit', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 99_999_999_999_99 }), (amount) => !/零[零拾佰仟万亿元角分整]/.test(capitals(amount))));
  });
});

/** Written apart from the converter: reads digit and unit one by one. */
function readBack(words: string): bigint {
  const places: Record<string, bigint> = { 拾: 10n, 佰: 100n, 仟: 1000n };
  let [cents, whole, section, digit] = [0n, 0n, 0n, 0n];
  for (const word of words.replace('整', '')) {
    const value = '零壹贰叁肆伍陆柒捌玖'.indexOf(word);
    if (value >= 0) digit = BigInt(value);
    else if (word in places) [section, digit] = [section + digit * (places[word] ?? 0n), 0n];
    else if (word === '万') [whole, section, digit] = [whole + (section + digit) * 10_000n, 0n, 0n];
    else if (word === '亿') [whole, section, digit] = [(whole + section + digit) * 100_000_000n, 0n, 0n];
    else if (word === '元') [cents, whole, section, digit] = [(whole + section + digit) * 100n, 0n, 0n, 0n];
    else [cents, digit] = [cents + digit * (word === '角' ? 10n : 1n), 0n];
  }
  return cents;
}
