import { describe, expect, test } from '@jest/globals';
import { languages } from '../src/platform/i18n/language.js';
import { Texts } from '../src/platform/i18n/texts.js';
import { namedBrowser, shortenedClient } from '../src/workbench/browser-names.js';

const like = 'Mozilla/5.0';
const webKit = 'AppleWebKit/537.36 (KHTML, like Gecko)';
const windows = '(Windows NT 10.0; Win64; x64)';

describe('A browser is called what people call it', () => {
  test.each([
    [`${like} ${windows} ${webKit} Chrome/131.0.0.0 Safari/537.36`, 'chrome', 'Windows'],
    [`${like} ${windows} ${webKit} Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0`, 'edge', 'Windows'],
    [`${like} ${windows} ${webKit} Chrome/109.0.0.0 Safari/537.36 360SE`, 'three-sixty', 'Windows'],
    [`${like} ${windows} ${webKit} Chrome/122.0.0.0 Safari/537.36 QQBrowser/18.1`, 'qq', 'Windows'],
    [`${like} ${windows} ${webKit} Chrome/122.0.0.0 Safari/537.36 wxwork/4.1 MicroMessenger/7.0.1`, 'wecom', 'Windows'],
    [`${like} (X11; Linux x86_64) ${webKit} HeadlessChrome/131.0.0.0 Safari/537.36`, 'chromium', 'Linux'],
    [`${like} (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0`, 'firefox', 'Linux'],
    [
      `${like} (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15`,
      'safari',
      'macOS',
    ],
    [`${like} (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Mobile/15E148 Safari/604.1`, 'safari', 'iPhone'],
    [`${like} (Linux; Android 14; HarmonyOS) ${webKit} Chrome/114.0.0.0 HuaweiBrowser/15.0 Mobile`, 'huawei', 'HarmonyOS'],
    [`${like} (Linux; Android 14) ${webKit} Chrome/131.0.0.0 Mobile Safari/537.36`, 'chrome', 'Android'],
    ['Firefox/128.0', 'firefox', undefined],
  ])('%s', (client, browser, system) => {
    expect(namedBrowser(client)).toEqual({ browser, ...(system && { system }) });
    expect(languages.filter((language) => !new Texts().has(language, `account:browser.${browser}`))).toEqual([]);
  });

  test.each(['curl/8.5.0', '', 'node', '<img src=x onerror=alert(1)>'])('%s has no name', (client) => {
    expect(namedBrowser(client)).toBeUndefined();
  });

  test('and one without a name by its own words, cut between letters', () => {
    expect(shortenedClient('curl/8.5.0')).toBe('curl/8.5.0');
    expect(shortenedClient('𠮷'.repeat(61))).toBe(`${'𠮷'.repeat(59)}…`);
  });
});
