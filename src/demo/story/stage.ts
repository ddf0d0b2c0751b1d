import type { BusinessDate } from '../../../workflows/calendar/dates.js';
import type { CaseAnswer } from '../../cases/cases.shapes.js';
import { StartupError } from '../../platform/startup-error.js';
import type { Answer, Door, File, Refused } from '../door.js';
import type { Telling } from './telling.js';

/** A sentence of `templates/locales/<language>/demo.json` or of another room. */
export type Say = (key: string, facts?: Record<string, unknown>) => string;

type Command = { readonly type: string; readonly [field: string]: unknown };
type Facts = Record<string, unknown>;

/** One step: what the teller says of it, and the question to the API. */
interface Step {
  readonly login: string;
  /** Of its sentence, under `demo:step`. */
  readonly key: string;
  readonly facts?: Facts;
}

/** Where the story is played: everything that happens goes through the API, is told, and is followed by the state of the case. */
export class Stage {
  private caseId: string | undefined;
  private isStopped = false;

  constructor(
    private readonly door: Door,
    readonly telling: Telling,
    readonly say: Say,
    stopped: Promise<void>,
  ) {
    void stopped.then(() => {
      this.isStopped = true;
    });
  }

  chapter(key: string): void {
    this.telling.chapter(this.say(`demo:chapter.${key}`));
  }

  /** Moves the business date; the nights on the way run. */
  async on(date: BusinessDate): Promise<void> {
    const { status } = await this.ask(() => this.door.post('admin', '/api/v1/training/clock', { date }));
    if (status !== 200) throw new Error(`the business date cannot be moved to ${date}: ${status}`);
    const seen = await this.look();
    const days = seen ? this.say('demo:day_of_case', { days: seen.overdueDays }) : '';
    this.telling.day([date, days].filter((part) => part !== '').join(' · '));
  }

  /** What the night did by itself. */
  async night(key: string, facts: Facts = {}): Promise<void> {
    this.telling.deed(this.say('demo:clock'), this.say(`demo:step.${key}`, facts));
    await this.tellState();
  }

  /** The case that the story is about, once it is open. */
  follow(caseId: string): void {
    this.caseId = caseId;
  }

  read<T>(login: string, path: string): Promise<T> {
    return this.ask(() => this.door.get<T>(login, path)).then(({ body }) => body);
  }

  /** A look that is told; it changes nothing. */
  async get<T>(step: Step, path: string): Promise<T> {
    return (await this.told(step, `GET ${path}`, () => this.door.get(step.login, path))).body as T;
  }

  async post<T>(step: Step, path: string, body?: object): Promise<T> {
    return this.accepted<T>(step, `POST ${path}`, () => this.door.post(step.login, path, body));
  }

  async upload<T>(step: Step, path: string, fields: Record<string, string>, file: File): Promise<T> {
    return this.accepted<T>(step, `POST ${path} ${file.name}`, () => this.door.upload(step.login, path, fields, file));
  }

  async give<T>(step: Step, command: Command): Promise<T> {
    return this.accepted<T>(step, `POST ${this.commandsPath} ${command.type}`, () => this.command(step.login, command));
  }

  /** A command that a rule refuses. */
  async refusedCommand(step: Step, command: Command): Promise<void> {
    await this.refusal(step, `POST ${this.commandsPath} ${command.type}`, () => this.command(step.login, command));
  }

  async refusedGet(step: Step, path: string): Promise<void> {
    await this.refusal(step, `GET ${path}`, () => this.door.get(step.login, path));
  }

  get casePath(): string {
    return `/api/v1/cases/${this.caseId}`;
  }

  private get commandsPath(): string {
    return `${this.casePath}/commands`;
  }

  private async command<T>(login: string, command: Command): Promise<Answer<T>> {
    const seen = await this.look();
    return this.door.post(login, this.commandsPath, command, { 'if-match': `"${seen?.version}"` });
  }

  private async accepted<T>(step: Step, request: string, question: () => Promise<Answer>): Promise<T> {
    const { status, body } = await this.told(step, request, question);
    if (status >= 400) throw new Error(`the demo's step ${step.key} was refused: ${JSON.stringify(body)}`);
    await this.tellState();
    return body as T;
  }

  private async refusal(step: Step, request: string, question: () => Promise<Answer>): Promise<void> {
    const { status, body } = await this.told(step, request, question);
    if (status < 400) throw new Error(`the demo's step ${step.key} was not refused`);
    this.telling.refused((body as Refused).detail);
    await this.tellState();
  }

  private async told({ login, key, facts }: Step, request: string, question: () => Promise<Answer>): Promise<Answer> {
    const { name } = await this.door.person(login);
    this.telling.deed(`${name} ${login}`, this.say(`demo:step.${key}`, facts));
    const answer = await this.ask(question);
    const code = answer.status >= 400 ? ` ${(answer.body as Refused).code}` : '';
    this.telling.asked(request, `${answer.status}${code}`);
    return answer;
  }

  private async tellState(): Promise<void> {
    const seen = await this.look();
    if (seen) this.telling.state(this.stateOf(seen));
  }

  private stateOf({ state, balance }: CaseAnswer): string {
    const { collection, customerDispute, attribution } = state;
    const words = [this.collection(collection), this.say('demo:balance', { amount: grouped(balance) })];
    if (customerDispute !== 'none') words.push(this.region('customerDispute', customerDispute));
    if (attribution !== 'none') words.push(this.region('attribution', attribution));
    return words.join(' · ');
  }

  private collection(value: CaseAnswer['state']['collection']): string {
    if (typeof value === 'string') return this.say(`cases:state.collection.${value}`);
    const [[outer, inner] = ['', '']] = Object.entries(value);
    return this.say('demo:inner_state', {
      outer: this.say(`cases:state.collection.${outer}.itself`),
      inner: this.say(`cases:state.collection.${outer}.${inner}`),
    });
  }

  private region(region: string, state: string): string {
    return this.say('demo:region', { region: this.say(`cases:region.${region}`), state: this.say(`cases:state.${region}.${state}`) });
  }

  private async look(): Promise<CaseAnswer | undefined> {
    if (this.caseId === undefined) return undefined;
    return (await this.door.get<CaseAnswer>('auditor', this.casePath)).body;
  }

  /** @throws StartupError after a Ctrl-C, with nothing left half done */
  private ask<T>(question: () => Promise<T>): Promise<T> {
    if (this.isStopped) throw new StartupError(this.say('demo:stopped'));
    return question();
  }
}

/** 386,000.00 */
export function grouped(amount: string): string {
  return amount.replace(/\B(?=(\d{3})+\.)/g, ',');
}
