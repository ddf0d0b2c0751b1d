import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiProperty, ApiTags } from '@nestjs/swagger';
import type { Json } from '../../workflows/collection-case/entries.js';
import { type CurrentPerson, companiesOf } from '../people/current-person.js';
import { IdPage, pageOf } from '../people/paging.js';
import { caseScope } from '../people/scope.js';
import { Person } from '../people/signed-in-request.js';
import { Database } from '../platform/database/database.js';
import { BusinessDate, Id } from '../platform/shapes.js';
import { apiJson } from './api-json.js';

class Notice {
  @Id() id!: string;
  @ApiProperty() company!: string;
  @ApiProperty({ type: String, nullable: true, example: '1042', description: 'Null where it is about something else' }) case!:
    | string
    | null;
  @ApiProperty({
    ...{ type: String, nullable: true, example: 'schemes/12' },
    description: 'What it is about where that is no case, and where it is read: `roles/7` under /admin, all others under /score',
  })
  about!: string | null;
  @ApiProperty({ example: 'confirmation_waiting' }) kind!: string;
  @BusinessDate() dueOn!: string;
  @ApiProperty({ description: 'A login, or role:<key>' }) recipient!: string;
  @ApiProperty({ type: 'object', additionalProperties: true }) facts!: Record<string, unknown>;
}

class NoticesPage {
  @ApiProperty({ type: [Notice] }) items!: Notice[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}

/** What cases, scores and roles have to tell the person, newest first: by name, or to a role they hold. */
@ApiTags('cases')
@ApiBearerAuth()
@Controller('api/v1/notices')
export class NoticesController {
  constructor(private readonly database: Database) {}

  @Get()
  @ApiOkResponse({ type: NoticesPage })
  async page(@Query() { limit, after }: IdPage, @Person() person: CurrentPerson): Promise<NoticesPage> {
    const held = addresses(person);
    const values: unknown[] = [held.map(({ recipient }) => recipient), held.map(({ companyId }) => companyId), after ?? null, limit + 1];
    const scope = caseScope(person, 'c', values);
    const companies = companiesOf(person);
    values.push(companies === 'all' ? null : companies);
    const mine = `n.case_id is null and ($${values.length}::text[] is null or n.company_id = any ($${values.length}))`;
    // Each address by itself, because an index has only the notices of one in their order.
    const rows = await this.database.query<Omit<Notice, 'facts'> & { facts: Json }>(
      `select n.* from unnest($1::text[], $2::text[]) held (recipient, company_id)
       cross join lateral (
         select n.id, n.company_id as company, n.case_id as case, n.about, n.kind, n.due_on as "dueOn", n.recipient, n.facts
         from notices n left join cases c on c.company_id = n.company_id and c.id = n.case_id
         where n.recipient = held.recipient and (held.company_id is null or n.company_id = held.company_id) and ($3::bigint is null or n.id < $3)
           and (${mine} or n.case_id is not null and ${scope})
         order by n.id desc limit $4) n
       order by n.id desc limit $4`,
      values,
    );
    return pageOf(
      rows.map((row) => ({ ...row, facts: apiJson(row.facts) as Record<string, unknown> })),
      limit,
      ({ id }) => id,
    );
  }
}

/** Under which names, and in which company, something is for the person: a role of one company is not addressed in another. Each once. */
function addresses({ login, grants, standsInFor }: CurrentPerson): { recipient: string; companyId: string | null }[] {
  const held = [...grants, ...standsInFor.flatMap((absent) => absent.grants)];
  const everywhere = new Set(held.filter(({ companyId }) => companyId === null).map(({ role }) => role));
  const inOne = held.filter(({ role, companyId }) => companyId !== null && !everywhere.has(role));
  return [
    { recipient: login, companyId: null },
    ...[...everywhere].map((role) => ({ recipient: `role:${role}`, companyId: null })),
    ...new Map(inOne.map(({ role, companyId }) => [`${role} ${companyId}`, { recipient: `role:${role}`, companyId }])).values(),
  ];
}
