import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface Visit {
  /** 1280 × 800 when left out; 390 is a telephone. */
  width?: number;
  language?: 'zh-CN' | 'en';
  theme?: 'light' | 'dark';
  javaScript?: boolean;
}

/** Debian's Chromium, in front of a running system. */
export class TestBrowser {
  private constructor(
    private readonly browser: Browser,
    private readonly url: string,
  ) {}

  /** @param url of the system, without a slash at the end */
  static async open(url: string): Promise<TestBrowser> {
    return new TestBrowser(await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flags }), url);
  }

  close(): Promise<void> {
    return this.browser.close();
  }

  /** Somebody who has just opened the browser. What a page complains of in its console fails the test that asks for `complaints`. */
  async visitor({ width = 1280, language = 'zh-CN', theme = 'light', javaScript = true }: Visit = {}): Promise<Visitor> {
    const context = await this.browser.newContext({
      baseURL: this.url,
      viewport: { width, height: width < 500 ? 844 : 800 },
      locale: language,
      javaScriptEnabled: javaScript,
    });
    await context.addCookies([
      { name: 'recoup_language', value: language, url: this.url },
      { name: 'recoup_theme', value: theme, url: this.url },
    ]);
    return new Visitor(context, await context.newPage());
  }

  /** Somebody of the training system, signed in by the form. */
  async person(login: string, visit: Visit = {}): Promise<Visitor> {
    const visitor = await this.visitor(visit);
    await visitor.signIn(login);
    return visitor;
  }
}

/** One person's window. */
export class Visitor {
  /** What scripts and the content policy complain of. */
  readonly complaints: string[] = [];

  constructor(
    private readonly context: BrowserContext,
    readonly page: Page,
  ) {
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) this.complaints.push(message.text());
    });
  }

  async signIn(login: string, password = 'recoup-training'): Promise<void> {
    await this.page.goto('/sign-in');
    await this.page.fill('#login', login);
    await this.page.fill('#password', password);
    await this.page.press('#password', 'Enter');
    await this.page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  }

  leave(): Promise<void> {
    return this.context.close();
  }
}
