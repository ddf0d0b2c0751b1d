import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiProperty, ApiTags } from '@nestjs/swagger';
import type { Role } from '../../workflows/collection-case/actor.js';
import type { Json } from '../../workflows/collection-case/entries.js';
import { apiJson } from '../cases/api-json.js';
import { type Companies, type CurrentPerson, companiesGranted } from '../people/current-person.js';
import { IdPage, pageOf } from '../people/paging.js';
import { Person } from '../people/signed-in-request.js';
import { Database } from '../platform/database/database.js';
import { BusinessDate, Id, Login } from '../platform/shapes.js';

/** Who sees other people's deductions; everybody sees their own. */
const readers: readonly Role[] = ['hr', 'finance_director', 'general_manager', 'auditor'];

class DeductionsQuery extends IdPage {
  @Login({ optional: true }) person?: string;
  @Id({ optional: true, description: 'Of one case' }) case?: string;
}

class DeductionRow {
  @Id() id!: string;
  @ApiProperty() company!: string;
  @Id() case!: string;
  @ApiProperty({ description: 'The journal entry that made it' }) seq!: number;
  @ApiProperty({ enum: ['deduction', 'give_back', 'reversal'] }) kind!: string;
  @Login() person!: string;
  @ApiProperty() cause!: string;
  @ApiProperty({ example: '60.00' }) share!: string;
  @ApiProperty({ example: '6.00', description: 'Taken by a deduction, returned by the others' }) points!: string;
  @ApiProperty({ type: 'object', additionalProperties: true }) basis!: object;
  @BusinessDate() effectiveOn!: string;
}

class DeductionsPage {
  @ApiProperty({ type: [DeductionRow] }) items!: DeductionRow[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}

/** The ledger of deductions, newest first; each row names the journal entry it comes from. */
@ApiTags('assessment')
@ApiBearerAuth()
@Controller('api/v1/deductions')
export class DeductionsController {
  constructor(private readonly database: Database) {}

  @Get()
  @ApiOkResponse({ type: DeductionsPage })
  async page(@Query() query: DeductionsQuery, @Person() person: CurrentPerson): Promise<DeductionsPage> {
    const companies = companiesRead(person);
    const rows = await this.database.query<DeductionRow>(
      `select id, company_id as company, case_id as case, seq, kind, person, cause, share, points, basis, effective_on as "effectiveOn" from deductions
       where (person = $1 or company_id = any (coalesce($2::text[], array(select id from companies)))) and ($3::text is null or person = $3)
         and ($4::bigint is null or case_id = $4) and ($5::bigint is null or id < $5)
       order by id desc limit $6`,
      [
        person.login,
        companies === 'all' ? null : companies,
        query.person ?? null,
        query.case ?? null,
        query.after ?? null,
        query.limit + 1,
      ],
    );
    return pageOf(
      rows.map((row) => ({ ...row, basis: apiJson(row.basis as Json) as object })),
      query.limit,
      ({ id }) => id,
    );
  }
}

function companiesRead(person: CurrentPerson): Companies {
  return companiesGranted(
    [...person.grants, ...person.standsInFor.flatMap(({ grants }) => grants)].filter(({ role }) => readers.includes(role)),
  );
}
