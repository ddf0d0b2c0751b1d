import { Injectable } from '@nestjs/common';
import type { Json } from '../../../workflows/collection-case/entries.js';
import type { Parting } from '../../../workflows/what-if/other-course.js';
import { apiJson } from '../../cases/api-json.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { type IdPage, type Page, pageOf } from '../../people/paging.js';
import { caseScope } from '../../people/scope.js';
import { Database } from '../../platform/database/database.js';
import type { Language } from '../../platform/i18n/language.js';
import { Texts } from '../../platform/i18n/texts.js';
import type { WhatIfCase } from './what-if.shapes.js';

interface Row {
  case: string;
  customer: string;
  document: string;
  currency: string;
  parting: Parting;
  actual: Json;
  other: Json;
}

/** Cases of a run that would have gone another way, of those that the person sees anyway. */
@Injectable()
export class WhatIfCases {
  constructor(
    private readonly database: Database,
    private readonly texts: Texts,
  ) {}

  async page(run: string, company: string, { limit, after }: IdPage, person: CurrentPerson, language: Language): Promise<Page<WhatIfCase>> {
    const values: unknown[] = [company, run, after ?? null, limit + 1];
    const scope = caseScope(person, 'c', values);
    const rows = await this.database.query<Row>(
      `select c.id as case, c.customer, r.document, r.currency, w.parting, w.actual, w.other
       from what_if_cases w
       join cases c on c.company_id = w.company_id and c.id = w.case_id
       join receivables r on r.company_id = c.company_id and r.id = c.receivable_id
       where w.company_id = $1 and w.run_id = $2 and ($3::bigint is null or w.case_id > $3) and ${scope} order by w.case_id limit $4`,
      values,
    );
    return pageOf(
      rows.map((row) => this.answer(row, language)),
      limit,
      (row) => row.case,
    );
  }

  private answer({ parting, actual, other, ...row }: Row, language: Language): WhatIfCase {
    const { on, kind, happened, wouldHave, command = null, refusal = null } = parting;
    return {
      ...row,
      on,
      kind,
      happened,
      wouldHave,
      command,
      refusal,
      words: this.words(parting, language),
      actual: apiJson(actual) as object,
      other: apiJson(other) as object,
    };
  }

  private words({ on, kind, happened, wouldHave, command, refusal }: Parting, language: Language): string {
    const state = (path: string) => this.texts.say(language, `cases:state.collection.${path}`);
    const given = command === undefined ? '' : this.texts.say(language, `cases:command.${command}`);
    const facts = { on, happened: state(happened), wouldHave: state(wouldHave), command: given, refusal: refusal ?? '' };
    return this.texts.say(language, `policy:parting.${refusal === 'what_if.elsewhere' ? 'elsewhere' : kind}`, facts);
  }
}
