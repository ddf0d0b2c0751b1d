import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { commandForms } from '../../src/cases/forms/command-forms.js';
import type { Answer } from '../support/api.js';
import { badBodies } from '../support/bad-bodies.js';
import { businessHash } from '../support/business-hash.js';
import { goodCommands } from '../support/good-commands.js';
import { type Furniture, furnish, type JsonDoor, jsonDoors } from '../support/json-doors.js';
import { TrainingSystem } from '../support/training-system.js';

let system: TrainingSystem;
let furniture: Furniture;
let doors: JsonDoor[];
let before: string[];

const signedIn = [
  'admin',
  'ar_clerk',
  'finance_director',
  'general_manager',
  'hr',
  'legal_manager',
  'sales0001',
  'sales0002',
  'sales_director',
];

beforeAll(async () => {
  system = await TrainingSystem.start('2026-06-30');
  furniture = await furnish(system);
  doors = jsonDoors(furniture);
  for (const login of signedIn) await system.api.token(login);
  before = await businessHash(system);
});

afterAll(() => system.close());

describe('Every door that takes JSON', () => {
  it('is tried here', async () => {
    const { paths } = (await (await fetch(`${system.server.url}/api/openapi.json`)).json()) as {
      paths: Record<string, Record<string, { requestBody?: { content: Record<string, unknown> } }>>;
    };
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([, { requestBody }]) => requestBody?.content['application/json'])
        .map(([method]) => `${method.toUpperCase()} ${path}`),
    );
    expect(doors.map(({ operation }) => operation).sort()).toEqual(described.sort());
  });

  it('refuses what is wrong in any field, names the field, and changes nothing', async () => {
    const wrong: unknown[] = [];
    let tried = 0;
    for (const door of doors) {
      for (const { what, field, body } of badBodies(door.good)) {
        // Of many commands each is answered by itself, see below.
        if (/^commands\.0\.(type|amuont)$/.test(field)) continue;
        tried += 1;
        const answer = await send(door, JSON.stringify(body));
        if (!refusedAt(answer, field)) wrong.push([door.operation, what, answer.status, answer.body]);
      }
    }
    expect(wrong).toEqual([]);
    expect(tried).toBeGreaterThan(800);
    expect(await businessHash(system)).toEqual(before);
  });

  const key = 'x'.repeat(30);
  it.each<[what: string, body: (good: string) => string, status: number, code: string]>([
    ['broken JSON', (good) => good.slice(0, -1), 400, 'request.json'],
    ['a comma too many', (good) => `${good.slice(0, -1)},}`, 400, 'request.json'],
    ['text behind the JSON', (good) => `${good}}`, 400, 'request.json'],
    ['single quotes', () => "{'a': 1}", 400, 'request.json'],
    ['a comment', (good) => `// note\n${good}`, 400, 'request.json'],
    ['a number that is none', () => '{"share": NaN}', 400, 'request.json'],
    ['a control character inside a text', () => '{"note": "a\u0001b"}', 400, 'request.json'],
    ['a key twice', (good) => `{"a": 1, "b": 2, "\\u0061": 3, ${good.slice(1)}`, 400, 'request.json_key'],
    ['a key twice, deep inside', () => '{"lines": [{"amount": "1.00", "amount": "2.00"}]}', 400, 'request.json_key'],
    ['__proto__', (good) => `{"__proto__": {"admin": true}, ${good.slice(1)}`, 400, 'request.json_key'],
    ['constructor', (good) => `{"constructor": {"prototype": {}}, ${good.slice(1)}`, 400, 'request.json_key'],
    ['prototype, deep inside', () => '{"changes": {"prototype": {}}}', 400, 'request.json_key'],
    ['an exponent', () => '{"share": 1e2}', 400, 'request.json_number'],
    ['a negative zero', () => '{"share": -0.0}', 400, 'request.json_number'],
    ['a number beyond what is exact', () => '{"share": 33.33000000000000000001}', 400, 'request.json_number'],
    ['a list', () => '[]', 400, 'request.invalid'],
    ['a text', () => '"x"', 400, 'request.invalid'],
    ['null', () => 'null', 400, 'request.invalid'],
    ['depth 21', () => `${'{"a":'.repeat(21)}1${'}'.repeat(21)}`, 400, 'request.json_depth'],
    ['depth 200,000', () => `{"a":${'['.repeat(200_000)}`, 400, 'request.json_depth'],
    ['over 1 MB', (good) => `${good.slice(0, -1)}, "${key}": "${'x'.repeat(1024 * 1024)}"}`, 413, 'request.too_large'],
    ['ten thousand values in a list', () => `{"lines": [${'1,'.repeat(10_000)}1]}`, 400, 'request.json_entries'],
    ['nothing', () => '', 400, 'request.invalid'],
    ['an empty object', () => '{}', 400, 'request.invalid'],
    [
      'a thousand fields that nobody knows',
      () => JSON.stringify(Object.fromEntries(Array.from({ length: 1_000 }, (_, n) => [`${key}${n}`, n]))),
      400,
      'request.invalid',
    ],
  ])('refuses %s', async (_what, body, status, code) => {
    for (const door of doors) {
      // Whatever is left out of a change of a person stays as it is.
      if (door.mayBeEmpty && ['', '{}'].includes(body('{}'))) continue;
      const answer = await send(door, body(JSON.stringify(door.good)));
      expect([door.operation, answer.status, answer.body.code]).toEqual([door.operation, status, code]);
      expect(answer.body.detail).not.toBe('');
      expect(JSON.stringify(answer.body).length).toBeLessThan(40_000);
    }
    expect(await businessHash(system)).toEqual(before);
  });

  it.each<[what: string, headers: Record<string, string>]>([
    ['text/plain', { 'content-type': 'text/plain' }],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['a form with files', { 'content-type': 'multipart/form-data; boundary=x' }],
    ['no type at all', { 'content-type': '' }],
    ['what is no type', { 'content-type': 'json' }],
    ['JSON of another kind', { 'content-type': 'application/merge-patch+json' }],
    ['JSON in another encoding', { 'content-type': 'application/json; charset=latin1' }],
    ['JSON in UTF-16', { 'content-type': 'application/json;charset="utf-16"' }],
    ['compressed JSON', { 'content-type': 'application/json', 'content-encoding': 'gzip' }],
  ])('refuses %s', async (_what, headers) => {
    for (const door of doors) {
      const answer = await send(door, JSON.stringify(door.good), headers);
      expect([door.operation, answer.status]).toEqual([door.operation, 415]);
    }
    expect(await businessHash(system)).toEqual(before);
  });

  it('refuses bytes that are no UTF-8', async () => {
    for (const door of doors) {
      const answer = await send(door, Uint8Array.from([...Buffer.from('{"note": "'), 0xd6, 0xd0, ...Buffer.from('"}')]));
      expect([door.operation, answer.status, answer.body.code]).toEqual([door.operation, 400, 'request.malformed']);
    }
    expect(await businessHash(system)).toEqual(before);
  });
});

describe('Every command', () => {
  it('is tried here', () => {
    expect(Object.keys(goodCommands).sort()).toEqual(Object.keys(commandForms).sort());
  });

  it('is refused for its wrong field, alone and among many', async () => {
    const wrong: unknown[] = [];
    let tried = 0;
    for (const good of Object.values(goodCommands)) {
      const bad = badBodies(good).filter(({ field }) => field !== 'type');
      tried += bad.length;
      const commands = bad.map(({ body }) => ({ ...(body as object), case: furniture.caseId, version: 1 }));
      const { status, body } = await system.api.post('ar_clerk', '/api/v1/commands', { commands });
      expect(status).toBe(200);
      body.answers.forEach((answer: { status: number; code: string; errors?: { field: string }[] }, index: number) => {
        const { what, field } = bad[index] ?? { what: '', field: '' };
        if (!refusedAt({ status: answer.status, body: answer }, field)) wrong.push([good.type, what, answer]);
      });
    }
    expect(wrong).toEqual([]);
    expect(tried).toBeGreaterThan(1_400);
    expect(await businessHash(system)).toEqual(before);
  });

  it.each<[what: string, changed: object, field: string]>([
    ['a case that is no id', { case: '1e3' }, 'commands.0.case'],
    ['a case as a number', { case: 1 }, 'commands.0.case'],
    ['no case', { case: undefined }, 'commands.0.case'],
    ['a version as text', { version: '1' }, 'commands.0.version'],
    ['a version of half', { version: 1.5 }, 'commands.0.version'],
    ['version 0', { version: 0 }, 'commands.0.version'],
    ['a version beyond any', { version: 2_147_483_648 }, 'commands.0.version'],
  ])('among many is refused with %s', async (_what, changed, field) => {
    const answer = await system.api.post('ar_clerk', '/api/v1/commands', {
      commands: [{ case: furniture.caseId, type: 'acceptPlan', version: 1, ...changed }],
    });
    expect([answer.status, answer.body.errors[0].field]).toEqual([400, field]);
    expect(await businessHash(system)).toEqual(before);
  });

  it.each([0, 501])('is refused among %d', async (count) => {
    const commands = Array.from({ length: count }, () => ({ case: furniture.caseId, type: 'acceptPlan', version: 1 }));
    const answer = await system.api.post('ar_clerk', '/api/v1/commands', { commands });
    expect(answer.body).toMatchObject({ status: 400, errors: [{ field: 'commands', code: 'list' }] });
  });

  it.each(Object.values(goodCommands).map((good) => [good.type, good] as const))(
    '%s is not refused for its form when nothing is wrong with it',
    async (_type, good) => {
      const answer = await system.give('ar_clerk', furniture.caseId, { ...good });
      expect([200, 403, 409]).toContain(answer.status);
    },
  );
});

describe('What nothing is wrong with', () => {
  it('is taken by every door', async () => {
    for (const door of doors) {
      const answer = await send(door, JSON.stringify(door.good));
      expect([door.operation, answer.body.code ?? Math.floor(answer.status / 100)]).toEqual([door.operation, door.rule ?? 2]);
    }
  });

  it.each([
    ['several lines', '第一行\n第二行\r\n\t第三行'],
    ['emoji, joined ones too', '已联系 👍🏽 👨‍👩‍👧 ❤️'],
    ['another script, read from right to left', 'تم الاتصال بالعميل'],
    ['what was pasted with zero-width blanks', '客户\u200b确认\ufeff'],
    ['quotes, tags and formulas, which mean nothing here', `=1+1 <script>alert("x")</script> '; drop table cases; --`],
  ])('is a note of %s', async (_what, note) => {
    const attempt = { type: 'logAttempt', channel: 'phone', on: '2026-07-09', outcome: 'reached', note };
    expect((await system.give('ar_clerk', furniture.otherCaseId, attempt)).status).toBe(200);
    const { body } = await system.api.get('auditor', `/api/v1/cases/${furniture.otherCaseId}/journal?limit=500`);
    expect(body.items.at(-1).command.note).toBe(note);
  });

  it.each(['王小明', '欧阳·娜娜', "O'Neil", '𠮷野家', '葛\u{e0100}城', 'María José'])('is a person named %s', async (name) => {
    const answer = await system.api.as('admin', 'PATCH', '/api/v1/people/sales0002', { body: { name } });
    expect([answer.status, answer.body.name]).toEqual([200, name]);
  });
});

async function send(
  { operation, as, path }: JsonDoor,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const [seen] = await system.rows<{ version: number }>('select version from cases where id = $1', [furniture.otherCaseId]);
  const ifMatch = { 'if-match': `"${seen?.version}"` };
  const authorization: Record<string, string> = as === undefined ? {} : { authorization: `Bearer ${await system.api.token(as)}` };
  const response = await fetch(system.server.url + path, {
    method: operation.split(' ', 1)[0],
    headers: { 'content-type': 'application/json', ...ifMatch, ...authorization, ...headers },
    body: typeof body === 'string' ? Buffer.from(body) : body,
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : JSON.parse(text), headers: response.headers };
}

/** With a sentence for that field, or for the list it stands in. */
function refusedAt({ status, body }: Pick<Answer, 'status' | 'body'>, field: string): boolean {
  const errors = (body.errors ?? []) as { field: string; message?: string }[];
  const isThere = (told: string) => told === field || field.startsWith(`${told}.`) || told.startsWith(`${field}.`);
  const told = errors.some((error) => isThere(error.field) && error.message !== '');
  return status === 400 && body.code === 'request.invalid' && told;
}
