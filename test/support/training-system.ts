import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type Answer, Api } from './api.js';
import { startApp, type TestApp } from './app.js';
import { freshDatabase, type TestDatabase } from './database.js';

export interface ReceivableRow {
  document: string;
  dueOn: string;
  amount: string;
  customer?: string;
  owner?: string;
  issuedOn?: string;
  company?: string;
}

export interface ReceiptRow {
  receipt: string;
  document: string;
  amount: string;
  valueDate: string;
  customer?: string;
  instrument?: string;
  reversedOn?: string;
  company?: string;
}

type Command = { type: string; [field: string]: unknown };

/** A running training system with the people of architecture.md, told what to do in the words of the business. */
export class TrainingSystem {
  private constructor(
    readonly api: Api,
    readonly server: TestApp,
    readonly database: TestDatabase,
    /** Signed in as the owner of the schema, to look behind the doors. */
    readonly owner: pg.Pool,
    readonly home: string,
  ) {}

  /** @param on the business date to begin with @param settings by the names of their environment variables */
  static async start(on: string, settings: Record<string, string> = {}): Promise<TrainingSystem> {
    const database = await freshDatabase();
    const home = await mkdtemp(join(tmpdir(), 'recoup-training-'));
    const server = await startApp({ databaseUrl: database.url, home, settings });
    const owner = new pg.Pool({ connectionString: database.url, max: 4 });
    // A connection that is still saying goodbye is cut off with its database.
    owner.on('error', () => undefined);
    const system = new TrainingSystem(new Api(server.url), server, database, owner, home);
    await system.moveTo(on);
    return system;
  }

  async close(): Promise<void> {
    await (await this.stop()).drop();
  }

  /** Ends the program, and leaves its database for what comes after. */
  async stop(): Promise<TestDatabase> {
    await this.owner.end();
    await this.server.close();
    await rm(this.home, { recursive: true, force: true });
    return this.database;
  }

  async rows<T extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<T[]> {
    return (await this.owner.query<T>(sql, values)).rows;
  }

  /** Moves the business date; the nights on the way have run when it returns. */
  async moveTo(date: string): Promise<void> {
    done(await this.api.post('admin', '/api/v1/training/clock', { date }), 200);
  }

  async receivables(...rows: ReceivableRow[]): Promise<void> {
    const lines = rows.map(
      ({ company = 'C01', customer = 'K1', document, issuedOn, dueOn, amount, owner = 'sales0001' }) =>
        `${company},${customer},客户${customer},${document},1,${issuedOn ?? dueOn},${dueOn},CNY,${amount},${owner}`,
    );
    await this.import('receivables', 'company,customer,customerName,document,instalment,issuedOn,dueOn,currency,amount,owner', lines);
  }

  async receipts(...rows: ReceiptRow[]): Promise<void> {
    const lines = rows.map(
      ({ company = 'C01', customer = 'K1', receipt, document, valueDate, amount, instrument = 'bank_transfer', reversedOn = '' }) =>
        `${company},${receipt},${customer},${document},1,${valueDate},CNY,${amount},${instrument},${reversedOn}`,
    );
    await this.import('receipts', 'company,receipt,customer,document,instalment,valueDate,currency,amount,instrument,reversedOn', lines);
  }

  /** The number of the case of this document, instalment 1. */
  async caseOf(document: string, company = 'C01'): Promise<string> {
    const [found] = await this.rows<{ id: string }>(
      `select c.id from cases c join receivables r on r.company_id = c.company_id and r.id = c.receivable_id
       where r.company_id = $1 and r.document = $2`,
      [company, document],
    );
    if (!found) throw new Error(`there is no case of ${document}`);
    return found.id;
  }

  async look(caseId: string, login = 'auditor'): Promise<Answer['body']> {
    return done(await this.api.get(login, `/api/v1/cases/${caseId}`), 200).body;
  }

  async collection(caseId: string): Promise<unknown> {
    return (await this.look(caseId)).state.collection;
  }

  /** Gives a command for the version of now, as somebody does who has just looked. */
  async give(login: string, caseId: string, command: Command): Promise<Answer> {
    const [seen] = await this.rows<{ version: number }>('select version from cases where id = $1', [caseId]);
    return this.api.post(login, `/api/v1/cases/${caseId}/commands`, command, { 'if-match': `"${seen?.version}"` });
  }

  /** As `give`, for what must be taken. */
  async take(login: string, caseId: string, command: Command): Promise<Answer['body']> {
    return done(await this.give(login, caseId, command), 200).body;
  }

  /** Files a document, which the legal manager accepts. @returns its number */
  async evidence(
    caseId: string,
    kind: string,
    ground: string,
    { by = 'legal_officer', acceptedBy = 'legal_manager' } = {},
  ): Promise<string> {
    const file = { name: `${kind}.pdf`, content: `%PDF-1.4 ${caseId} ${kind} ${ground}` };
    const { id } = done(await this.api.upload(by, `/api/v1/cases/${caseId}/evidence`, { kind, ground }, file), 201).body;
    if (acceptedBy !== '') await this.take(acceptedBy, caseId, { type: 'acceptEvidence', evidence: id });
    return id;
  }

  /** Calls the meeting of the company and opens it. @returns its number */
  async openMeeting(company = 'C01'): Promise<string> {
    const { status, body } = await this.api.post('finance_director', '/api/v1/meetings', { company });
    if (status > 201) throw new Error(`the meeting cannot be called: ${JSON.stringify(body)}`);
    done(await this.api.post('finance_director', `/api/v1/meetings/${body.id}/open`), 200);
    return body.id;
  }

  async closeMeeting(id: string): Promise<Answer['body']> {
    return done(await this.api.post('finance_director', `/api/v1/meetings/${id}/close`), 200).body;
  }

  private async import(kind: string, header: string, lines: string[]): Promise<void> {
    const company = lines[0]?.split(',')[0] ?? '';
    const file = { name: `${kind}.csv`, content: `${[header, ...lines].join('\n')}\n` };
    const { body } = done(await this.api.upload('ar_clerk', '/api/v1/imports', { kind, company }, file), 201);
    if (body.status !== 'done') throw new Error(`the file is refused: ${JSON.stringify(body.errors)}`);
  }
}

function done(answer: Answer, status: number): Answer {
  if (answer.status !== status) throw new Error(`answered with ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer;
}
