import { describe, expect, it, test } from '@jest/globals';
import { Config } from '../src/platform/config.js';
import { senderOf, trusting } from '../src/platform/limits/addresses.js';

describe('A setting', () => {
  it.each([
    ['RECOUP_REQUESTS_PER_MINUTE', 'many'],
    ['RECOUP_REQUESTS_PER_MINUTE', '-1'],
    ['RECOUP_REQUESTS_PER_MINUTE', '1e3'],
    ['RECOUP_ADDRESS_REQUESTS_PER_MINUTE', '1.5'],
    ['RECOUP_TRUSTED_PROXIES', 'proxy.local'],
    ['RECOUP_TRUSTED_PROXIES', '10.0.0.0/33'],
    ['RECOUP_TRUSTED_PROXIES', '10.0.0.1;10.0.0.2'],
    ['RECOUP_TRUSTED_PROXIES', '2001:db8::/129'],
    ['RECOUP_TRUSTED_PROXIES', '10.0.0.0/8/8'],
    ['RECOUP_REQUEST_SECONDS', '0'],
    ['RECOUP_WAIT_SECONDS', '10s'],
    ['RECOUP_STATEMENT_SECONDS', '99999'],
    ['RECOUP_STOP_SECONDS', ' 5'],
    ['RECOUP_DRAIN_SECONDS', 'x'],
    ['RECOUP_ANSWER_SECONDS', '+5'],
  ])('%s of "%s" is refused in one sentence', (name, value) => {
    expect(() => new Config({ [name]: value })).toThrow(new RegExp(`^${name} (is|has) ".*", but must .*\\.$`));
  });

  it('that is left out or empty has its usual value', () => {
    const { requestsPerMinute, trustedProxies } = new Config({ RECOUP_REQUESTS_PER_MINUTE: '' });
    expect([requestsPerMinute, trustedProxies]).toEqual([{ person: 1_200, address: 6_000 }, []]);
  });

  it('of 0 requests is none', () => {
    expect(new Config({ RECOUP_REQUESTS_PER_MINUTE: '0' }).requestsPerMinute.person).toBe(0);
  });
});

describe('An address', () => {
  test.each([
    ['203.0.113.7', '203.0.113.7'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:0DB8:0000:0007:1:2:3:4', '2001:db8:0:7::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['64:ff9b::203.0.113.7', '64:ff9b:0:0::/64'],
    ['unknown', 'unknown'],
  ])('%s counts as %s', (address, sender) => {
    expect(senderOf(address)).toBe(sender);
  });

  const trusted = trusting(new Config({ RECOUP_TRUSTED_PROXIES: '10.0.0.0/8, 192.0.2.1, 2001:db8::/32' }).trustedProxies);
  test.each([
    ['10.255.0.1', true],
    ['::ffff:10.0.0.1', true],
    ['192.0.2.1', true],
    ['2001:db8:7::1', true],
    ['11.0.0.1', false],
    ['192.0.2.2', false],
    ['2001:db9::1', false],
    ['10.0.0.1.evil.example', false],
    ['', false],
  ])('%s is a trusted proxy: %s', (address, is) => {
    expect(trusted(address)).toBe(is);
  });
});
