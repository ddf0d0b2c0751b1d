import { Injectable } from '@nestjs/common';
import { CaseReader } from '../cases/case-reader.js';
import { businessDate } from '../cases/circumstances.js';
import { RulesInForce } from '../cases/rules-in-force.js';
import { type CurrentPerson, companiesOf } from '../people/current-person.js';
import { Database } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';
import type { Language } from '../platform/i18n/language.js';
import { MailWriter, type Written } from './mail-writer.js';
import { exampleFacts } from './notices/example-facts.js';
import { noticeOf } from './notices/notices.js';
import type { MailPreviewForm } from './outbox.shapes.js';
import { toldCase } from './told-people.js';

/** How a notice reads, with a case one sees: with what the case was last told of the kind, or with an example. Nothing is sent. */
@Injectable()
export class MailPreviews {
  constructor(
    private readonly cases: CaseReader,
    private readonly rules: RulesInForce,
    private readonly database: Database,
    private readonly writer: MailWriter,
  ) {}

  /** @throws Problem 404 `case.unknown`, out of scope included; 400 without a case where the notice is about one */
  async of(person: CurrentPerson, { notice, case: id, language }: MailPreviewForm): Promise<Written> {
    if (noticeOf(notice).isWithoutCase) return this.withoutCase(person, notice, language);
    if (id === undefined) throw new Problem(400, 'request.invalid', {}, [{ field: 'case', code: 'required' }]);
    const company = await this.cases.companyOf(id, person);
    const today = await businessDate(this.database, company);
    const told = await toldCase(this.database, company, id, notice);
    const [named] = await this.database.query<{ name: string }>('select name from companies where id = $1', [company]);
    if (!told || !named) throw new Problem(404, 'case.unknown', { case: id });
    const { policy } = await this.rules.on(company, today);
    const facts = { ...exampleFacts(noticeOf(notice), today), ...told.facts };
    const reader = { login: person.login, name: person.name, language: language ?? person.language };
    return this.writer.one({ ...told, facts }, reader, { company: named.name, today, policy });
  }

  /** With an example only: what others are told of their scores is theirs. */
  private async withoutCase(person: CurrentPerson, kind: string, language?: Language): Promise<Written> {
    const companies = companiesOf(person);
    const [first] = await this.database.query<{ id: string; name: string }>(
      'select id, name from companies where $1::text[] is null or id = any ($1) order by id limit 1',
      [companies === 'all' ? null : companies],
    );
    if (!first) throw new Problem(404, 'company.unknown', { company: '' });
    const today = await businessDate(this.database, first.id);
    const { policy } = await this.rules.on(first.id, today);
    const facts = exampleFacts(noticeOf(kind), today);
    const told = { noticeId: '0', kind, noticeOn: today, facts, absent: null, about: 'cards' };
    const reader = { login: person.login, name: person.name, language: language ?? person.language };
    return this.writer.one(told, reader, { company: first.name, today, policy });
  }
}
