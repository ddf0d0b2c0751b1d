import { Body, Controller, Headers, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiExtraModels, ApiHeader, ApiOkResponse, ApiProperty, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsObject } from 'class-validator';
import type { CurrentPerson } from '../people/current-person.js';
import { Person, type SignedInRequest } from '../people/signed-in-request.js';
import { Problem } from '../platform/errors/problem.js';
import { type Language, languageOf } from '../platform/i18n/language.js';
import { Texts } from '../platform/i18n/texts.js';
import { CaseIdParam } from './cases.controller.js';
import { StateAnswer } from './cases.shapes.js';
import { type Asked, CommandDoor, type RefusedItem, type TakenCommand } from './command-door.js';
import { commandForms } from './forms/command-forms.js';
import { sayRefusal } from './say-refusal.js';

const atOnce = 500;
const largestVersion = 2_147_483_647;

class TakenAnswer {
  @ApiProperty() case!: string;
  @ApiProperty({ description: 'For the next If-Match' }) version!: number;
  @ApiProperty({ type: StateAnswer }) state!: StateAnswer;
  @ApiProperty({ type: 'array', items: { type: 'object', additionalProperties: true } }) entries!: object[];
  @ApiProperty({ type: () => [TakenAnswer], required: false, description: 'Further cases of the customer' }) others?: TakenAnswer[];
}

class ManyForm {
  @IsArray({ context: { code: 'list', facts: { max: atOnce } } })
  @ArrayMinSize(1, { context: { code: 'list', facts: { max: atOnce } } })
  @ArrayMaxSize(atOnce, { context: { code: 'list', facts: { max: atOnce } } })
  @IsObject({ each: true, context: { code: 'invalid' } })
  @ApiProperty({
    type: 'array',
    maxItems: atOnce,
    items: { type: 'object', additionalProperties: true },
    description: 'Each a command with `case` and, where it is needed, `version`',
  })
  commands!: Record<string, unknown>[];
}

class ManyAnswer {
  @ApiProperty({
    type: 'array',
    items: { type: 'object', additionalProperties: true },
    description: 'In order: {case, version, state, entries} or {case, status, code, detail, facts, errors?}',
  })
  answers!: object[];
}

const forms = Object.values(commandForms);

/** One door for every command of the machine. */
@ApiTags('cases')
@ApiBearerAuth()
@ApiExtraModels(...forms)
@Controller('api/v1')
export class CommandsController {
  constructor(
    private readonly door: CommandDoor,
    private readonly texts: Texts,
  ) {}

  @Post('cases/:id/commands')
  @HttpCode(200)
  @ApiHeader({ name: 'If-Match', required: false, description: 'The case’s version in quotes; votes, attempts and evidence need none' })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiBody({ schema: { oneOf: forms.map((form) => ({ $ref: getSchemaPath(form) })), discriminator: { propertyName: 'type' } } })
  @ApiOkResponse({ type: TakenAnswer })
  give(
    @Param() { id }: CaseIdParam,
    @Body() body: unknown,
    @Person() person: CurrentPerson,
    @Headers('if-match') ifMatch?: string,
    @Headers('idempotency-key') key?: string,
  ): Promise<TakenCommand> {
    return this.door.give({ caseId: id, body, version: versionOf(ifMatch) }, person, key);
  }

  /** Commands for many cases, each answered by itself. */
  @Post('commands')
  @HttpCode(200)
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiOkResponse({ type: ManyAnswer })
  async giveMany(
    @Body() { commands }: ManyForm,
    @Person() person: CurrentPerson,
    @Req() request: SignedInRequest,
    @Headers('idempotency-key') key?: string,
  ): Promise<ManyAnswer> {
    const origin = { path: '/api/v1/commands', requestId: request.id };
    const answers = await this.door.giveMany(commands.map(askedOf), person, key, origin);
    const language = languageOf(request.headers['accept-language']);
    return { answers: answers.map((answer) => ('code' in answer ? toldRefusal(this.texts, language, answer) : answer)) };
  }
}

function toldRefusal(texts: Texts, language: Language, { errors, ...refused }: RefusedItem): object {
  const detail = sayRefusal(texts, language)(refused.code, refused.facts);
  const told = errors?.map(({ field, code, facts }) => ({ field, code, message: texts.say(language, `problems:field.${code}`, facts) }));
  return { ...refused, detail, ...(told && { errors: told }) };
}

function askedOf({ case: caseId, version, ...body }: Record<string, unknown>, index: number): Asked {
  if (typeof caseId !== 'string' || !/^\d{1,18}$/.test(caseId))
    throw new Problem(400, 'request.invalid', {}, [{ field: `commands.${index}.case`, code: 'id' }]);
  if (version !== undefined && !isVersion(version))
    throw new Problem(400, 'request.invalid', {}, [
      { field: `commands.${index}.version`, code: 'whole_number', facts: { min: 1, max: largestVersion } },
    ]);
  return { caseId, body, version };
}

function isVersion(version: unknown): version is number {
  return Number.isInteger(version) && (version as number) >= 1 && (version as number) <= largestVersion;
}

/** `"7"`, as GET answers it; a weak mark is taken as well. */
function versionOf(ifMatch: string | undefined): number | undefined {
  if (ifMatch === undefined) return undefined;
  const version = /^(?:W\/)?(?:"(\d{1,9})"|(\d{1,9}))$/.exec(ifMatch.trim())?.slice(1).find(Boolean);
  if (version === undefined) throw new Problem(400, 'request.invalid', {}, [{ field: 'If-Match', code: 'version' }]);
  return Number(version);
}
