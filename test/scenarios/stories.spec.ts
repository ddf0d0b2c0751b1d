import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Api } from '../support/api.js';
import { startApp, type TestApp } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { query } from '../support/sleeping-company.js';

interface Expected {
  collection?: unknown;
  attribution?: string;
  customerDispute?: string;
  balance?: string;
  overdueDays?: number;
  refused?: string;
}

interface Step {
  on: string;
  by?: string;
  command?: { type: string; [field: string]: unknown };
  receipt?: { receipt: string; amount: string; valueDate: string; instrument: string; reversedOn?: string };
  evidence?: { kind: string; ground: string; as: string };
  meeting?: 'call' | 'open' | 'close';
  expect: Expected;
}

interface Story {
  name: string;
  receivable: { issuedOn: string; dueOn: string; amount: string; owner: string };
  steps: Step[];
}

const stories = JSON.parse(await readFile(new URL('../fixtures/golden/stories.json', import.meta.url), 'utf8')) as Story[];

/** Plays a story through the HTTP API, in company C01 of an empty training system. */
class Player {
  private caseId = '';
  private meeting = '';
  private readonly evidence = new Map<string, string>();

  constructor(private readonly api: Api) {}

  async begin({ issuedOn, dueOn, amount, owner }: Story['receivable']): Promise<void> {
    await this.moveTo(issuedOn);
    const header = 'company,customer,customerName,document,instalment,issuedOn,dueOn,currency,amount,owner,contract,channel';
    await this.import('receivables', `${header}\nC01,K1,客户一有限公司,D1,1,${issuedOn},${dueOn},CNY,${amount},${owner},,direct\n`);
  }

  async play(step: Step): Promise<void> {
    await this.moveTo(step.on);
    const before = await this.look();
    const refused = await this.act(step);
    const after = await this.look();
    const { refused: expectedRefusal, ...expected } = step.expect;
    if (expectedRefusal === undefined) expect(refused).toBeUndefined();
    else {
      expect(refused).toEqual(expectedRefusal === '*' ? expect.any(String) : expectedRefusal);
      expect(after).toEqual(before);
    }
    expect(after && { ...after.state, balance: after.balance, overdueDays: after.overdueDays }).toMatchObject(expected);
  }

  /** @returns the code of a refusal */
  private async act(step: Step): Promise<string | undefined> {
    if (step.command) return this.command(step.by ?? '', step.command);
    if (step.receipt) return this.receipt(step.receipt);
    if (step.evidence) return this.file(step.by ?? '', step.evidence);
    if (step.meeting) return this.meet(step.meeting);
    return undefined;
  }

  private async command(by: string, command: NonNullable<Step['command']>): Promise<string | undefined> {
    const seen = await this.api.get('auditor', `/api/v1/cases/${this.caseId}`);
    const body = JSON.parse(JSON.stringify(command), (_key, value) =>
      typeof value === 'string' && value.startsWith('$') ? this.evidence.get(value.slice(1)) : value,
    );
    return codeOf(await this.api.post(by, `/api/v1/cases/${this.caseId}/commands`, body, { 'if-match': `"${seen.body.version}"` }));
  }

  private async receipt({
    receipt,
    amount,
    valueDate,
    instrument,
    reversedOn = '',
  }: NonNullable<Step['receipt']>): Promise<string | undefined> {
    const header = 'company,receipt,customer,document,instalment,valueDate,currency,amount,instrument,clearedOn,reversedOn';
    await this.import('receipts', `${header}\nC01,${receipt},K1,D1,1,${valueDate},CNY,${amount},${instrument},,${reversedOn}\n`);
    return undefined;
  }

  private async file(by: string, { kind, ground, as }: NonNullable<Step['evidence']>): Promise<string | undefined> {
    const answer = await this.api.upload(
      by,
      `/api/v1/cases/${this.caseId}/evidence`,
      { kind, ground },
      { name: `${as}.pdf`, content: `%PDF-1.4 ${as}` },
    );
    this.evidence.set(as, answer.body.id);
    return codeOf(answer);
  }

  private async meet(step: NonNullable<Step['meeting']>): Promise<string | undefined> {
    if (step !== 'call') return codeOf(await this.api.post('finance_director', `/api/v1/meetings/${this.meeting}/${step}`));
    const answer = await this.api.post('finance_director', '/api/v1/meetings', { company: 'C01' });
    this.meeting = answer.body.id;
    return codeOf(answer);
  }

  private async import(kind: string, content: string): Promise<void> {
    const answer = await this.api.upload('ar_clerk', '/api/v1/imports', { kind, company: 'C01' }, { name: `${kind}.csv`, content });
    expect(answer.body).toMatchObject({ status: 'done', rejected: 0, errors: [] });
  }

  private async moveTo(date: string): Promise<void> {
    const answer = await this.api.post('admin', '/api/v1/training/clock', { date });
    expect(answer.status).toBe(200);
  }

  private async look() {
    const list = await this.api.get('auditor', '/api/v1/cases?state=all');
    this.caseId = list.body.items[0]?.id ?? '';
    return this.caseId === '' ? undefined : (await this.api.get('auditor', `/api/v1/cases/${this.caseId}`)).body;
  }
}

function codeOf({ status, body }: { status: number; body: { code?: string } }): string | undefined {
  return status >= 400 ? (body.code ?? `no code with status ${status}`) : undefined;
}

describe.each(stories)('$name', (story) => {
  let database: TestDatabase;
  let app: TestApp;
  let home: string;
  let player: Player;

  beforeAll(async () => {
    database = await freshDatabase();
    home = await mkdtemp(join(tmpdir(), 'recoup-story-'));
    app = await startApp({ databaseUrl: database.url, home });
    // A story is one company's: the nights of another would take as long again and have nothing to do with it.
    await query(database.url, `delete from board_seats where company_id = 'C02'; delete from companies where id = 'C02'`);
    player = new Player(new Api(app.url));
    await player.begin(story.receivable);
  });

  afterAll(async () => {
    await app.close();
    await database.drop();
    await rm(home, { recursive: true });
  });

  test('holds step by step', async () => {
    for (const [index, step] of story.steps.entries()) {
      try {
        await player.play(step);
      } catch (error) {
        throw new Error(`step ${index + 1}, ${JSON.stringify(step)}`, { cause: error });
      }
    }
  });
});
