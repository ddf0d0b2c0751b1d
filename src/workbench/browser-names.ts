/** What somebody would call their browser, and what it runs on where it says so. */
export interface NamedBrowser {
  /** Its words are `account:browser.<name>`. */
  readonly browser: string;
  readonly system?: string;
}

/** The first that is found: most browsers say that they are Chrome and Safari as well. */
const browsers: readonly (readonly [says: RegExp, name: string])[] = [
  [/\bwxwork\//i, 'wecom'],
  [/\bMicroMessenger\//, 'wechat'],
  [/\bDingTalk\//, 'dingtalk'],
  [/\b(?:Lark|Feishu)\//, 'feishu'],
  [/\bEdg(?:e|A|iOS)?\//, 'edge'],
  [/\b(?:OPR|Opera)\//, 'opera'],
  [/\bM?QQBrowser\//, 'qq'],
  [/\b(?:360SE|360EE|QihooBrowser)\b/, 'three-sixty'],
  [/\bMetaSr\b/, 'sogou'],
  [/\bUC?Browser\//, 'uc'],
  [/\bHuaweiBrowser\//, 'huawei'],
  [/\bMiuiBrowser\//, 'mi'],
  [/\bSamsungBrowser\//, 'samsung'],
  [/\b(?:Firefox|FxiOS)\//, 'firefox'],
  [/\b(?:Chromium|HeadlessChrome)\//, 'chromium'],
  [/\b(?:Chrome|CriOS)\//, 'chrome'],
  [/\bVersion\/[\d.]+.*\bSafari\//, 'safari'],
];

/** A telephone says Linux or Mac OS X, too. */
const systems: readonly (readonly [says: RegExp, name: string])[] = [
  [/\b(?:OpenHarmony|HarmonyOS)\b/, 'HarmonyOS'],
  [/\bAndroid\b/, 'Android'],
  [/\biPad\b/, 'iPad'],
  [/\b(?:iPhone|iPod)\b/, 'iPhone'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b|\bMacintosh\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];

const longestTold = 60;

/** @param client as it describes itself, which may be anything. @returns undefined for one that nobody would recognise */
export function namedBrowser(client: string): NamedBrowser | undefined {
  const browser = browsers.find(([says]) => says.test(client))?.[1];
  const system = systems.find(([says]) => says.test(client))?.[1];
  return browser === undefined ? undefined : { browser, ...(system !== undefined && { system }) };
}

/** Of one without a name as much of its own words as fits a line. */
export function shortenedClient(client: string): string {
  const letters = [...client];
  return letters.length > longestTold ? `${letters.slice(0, longestTold - 1).join('')}…` : client;
}
