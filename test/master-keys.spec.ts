import { describe, expect, it, test } from '@jest/globals';
import { newMasterKeyLine, readMasterKeys } from '../src/evidence/store/master-key.js';

const one = Buffer.alloc(32, 1);
const two = Buffer.alloc(32, 2);

describe('Master keys are read', () => {
  test.each<[what: string, text: string]>([
    ['in base64', `${one.toString('base64')}\n${two.toString('base64')}`],
    ['in hexadecimal', `${one.toString('hex')},${two.toString('hex').toUpperCase()}`],
    ['in either, with remarks and blank lines', `# 2026\n\n${one.toString('hex')}  # newest\r\n${two.toString('base64')}\n`],
  ])('%s, the newest first', (_what, text) => {
    expect(readMasterKeys(text, 'KEYS').map(({ secret }) => secret)).toEqual([one, two]);
  });

  it('by an id that is always the same, and tells nothing of the key', () => {
    const [{ id } = { id: '' }] = readMasterKeys(one.toString('hex'), 'KEYS');
    expect(id).toBe('148e1c80efea06c1');
    expect(one.toString('hex')).not.toContain(id);
  });

  it('as a new one is written', () => {
    expect(readMasterKeys(newMasterKeyLine(), 'KEYS')[0]?.secret).toHaveLength(32);
  });

  test.each<[what: string, text: string, says: RegExp]>([
    ['nothing', ' # later\n', /^KEYS has no master key/],
    ['a key of 31 bytes', Buffer.alloc(31, 7).toString('base64'), /^KEYS has something that is no master key/],
    ['a key of 33 bytes', Buffer.alloc(33, 7).toString('hex'), /no master key/],
    ['a password', 'correct-horse-battery-staple', /no master key/],
    ['a good key and rubbish', `${one.toString('hex')} x`, /no master key/],
    ['the same key in two ways', `${one.toString('hex')} ${one.toString('base64')}`, /twice/],
  ])('but not from %s, which is not repeated', (_what, text, says) => {
    const reading = () => readMasterKeys(text, 'KEYS');
    expect(reading).toThrow(says);
    expect(reading).not.toThrow(text.trim());
  });
});
