import { readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import type { Answer } from '../support/api.js';
import { businessHash } from '../support/business-hash.js';
import { RawConnection } from '../support/raw-connection.js';
import { TrainingSystem } from '../support/training-system.js';

let system: TrainingSystem;
let caseId: string;
let before: string[];
let kept: string[];

const usual = { kind: 'contract', ground: 'origin' };

beforeAll(async () => {
  system = await TrainingSystem.start('2026-06-30');
  await system.receivables({ document: 'D1', dueOn: '2026-02-20', amount: '1000.00' });
  caseId = await system.caseOf('D1');
  await system.take('finance_director', caseId, { type: 'docket', reason: '停业' });
  await system.evidence(caseId, 'contract', 'origin');
  before = await businessHash(system);
  kept = await filesKept();
});

afterAll(() => system.close());

const bytes = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));
const zip = (firstEntry: string) =>
  bytes(`PK\x03\x04\x14${'\0'.repeat(21)}${String.fromCharCode(firstEntry.length)}\0\0\0${firstEntry}<x/>`);
const utf8 = (text: string) => Uint8Array.from(Buffer.from(text));

describe('What courts and finance send is taken, by its bytes:', () => {
  test.each<[what: string, name: string, content: Uint8Array<ArrayBuffer>, type: string]>([
    ['a PDF', '判决书.pdf', bytes('%PDF-1.7 judgment'), 'application/pdf'],
    ['a PDF under another name', '判决书.doc', bytes('%PDF-1.7 other'), 'application/pdf'],
    ['an OFD', '电子发票.ofd', zip('OFD.xml'), 'application/ofd'],
    ['a ZIP', '送达材料.zip', zip('1.pdf'), 'application/zip'],
    ['a photograph', 'IMG_1.JPG', bytes('\xff\xd8\xff\xe0\0\x10JFIF\0\x01'), 'image/jpeg'],
    ['a screenshot', '聊天记录.png', bytes('\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01'), 'image/png'],
    ['a scan', '扫描件.tiff', bytes('II*\0\x08\0\0\0\0\0\0\0'), 'image/tiff'],
    ['a photograph of a telephone', 'IMG_2.heic', bytes('\0\0\0\x18ftypheic\0\0\0\0mif1heic'), 'image/heic'],
    ['an old office document', '合同.doc', bytes(`\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1${'\0'.repeat(600)}`), 'application/x-cfb'],
    ['rich text', '函.rtf', bytes('{\\rtf1 letter}'), 'application/rtf'],
    ['a mail', '回复.eml', utf8('From: a@b.cn\r\nSubject: 对账\r\n\r\n确认'), 'text/plain'],
    ['a text', '说明.txt', utf8('情况说明\n1. …'), 'text/plain'],
    ['a text in GB18030', '说明2.txt', bytes('\xc7\xe9\xbf\xf6\xcb\xb5\xc3\xf7'), 'text/plain'],
    ['a text without an extension', '情况说明', utf8('情况说明二'), 'text/plain'],
    ['a name with a dot that ends nothing', '附件1.合同', utf8('合同正文'), 'text/plain'],
  ])('%s', async (_what, name, content, type) => {
    const { status, body } = await file({ name, content });
    expect(status).toBe(201);
    const download = await system.api.get('legal_manager', `/api/v1/evidence/${body.id}/file`);
    expect(download.headers.get('content-type')).toBe(type);
  });
});

describe('What could run is refused, whatever its name says:', () => {
  beforeAll(remember);

  const programs: [what: string, content: Uint8Array<ArrayBuffer>, looksLike: string][] = [
    ['a Windows program', bytes(`MZ\x90\0${'\0'.repeat(100)}`), 'application/x-msdownload'],
    ['a Linux program', bytes(`\x7fELF\x02\x01\x01${'\0'.repeat(100)}`), 'application/x-elf'],
    ['a macOS program', bytes(`\xcf\xfa\xed\xfe\x07\0\0\x01${'\0'.repeat(100)}`), 'application/x-mach-binary'],
    ['a Java class', bytes(`\xca\xfe\xba\xbe\0\0\0\x34${'\0'.repeat(20)}`), 'application/java-vm'],
    ['WebAssembly', bytes('\0asm\x01\0\0\0'), 'application/wasm'],
    ['a Windows shortcut', bytes(`L\0\0\0\x01\x14\x02\0${'\0'.repeat(100)}`), 'application/octet-stream'],
    ['a shell script', utf8('#!/bin/sh\nrm -rf ~'), 'text/x-shellscript'],
    ['a web page', utf8('<!DOCTYPE html><script>alert(1)</script>'), 'text/html'],
    ['a web page behind blanks', utf8('\ufeff\n\n  <script>alert(1)</script>'), 'text/html'],
    ['a drawing that runs scripts', utf8('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'), 'image/svg+xml'],
    ['XML', utf8('<?xml version="1.0"?><a/>'), 'application/xml'],
    ['PostScript', utf8('%!PS-Adobe-3.0'), 'application/postscript'],
    ['an archive that few can open', bytes('Rar!\x1a\x07\x01\0'), 'application/x-rar-compressed'],
    ['bytes that say nothing', bytes('\x01\x02\x03\xff'), 'application/octet-stream'],
  ];
  test.each(programs)('%s', async (_what, content, looksLike) => {
    for (const name of ['合同.pdf', 'scan.png', '说明.txt', '合同']) {
      const { body } = await file({ name, content });
      expect(body).toMatchObject({ status: 415, code: 'evidence.type', facts: { looksLike } });
      expect(body.detail).toContain(looksLike);
    }
    await nothingIsLeft();
  });

  test.each([
    'setup.exe',
    '合同.pdf.EXE',
    'gnp\u202e.exe',
    'run.bat',
    'a.js',
    'a.vbs',
    'a.ps1',
    'a.html',
    'a.svg',
    'a.docm',
    'a.lnk',
    'a.exe.',
    'a.exe  ',
  ])('a text named %s', async (name) => {
    const { body } = await file({ name, content: utf8('harmless as such') });
    expect(body).toMatchObject({ status: 415, code: 'evidence.extension' });
    await nothingIsLeft();
  });
});

describe('A file name', () => {
  const long = `${'文'.repeat(300)}.pdf`;
  test.each<[what: string, given: string, shown: string]>([
    ['loses a path', '../../etc/passwd', 'passwd'],
    ['loses a path of Windows', 'C:\\\\Users\\\\x\\\\y.pdf', 'y.pdf'],
    ['loses what turns the reading direction', 'a\u202efdp.pdf', 'afdp.pdf'],
    ['loses what cannot be seen', 'a\u200b\ufeffb\u0007.pdf', 'ab.pdf'],
    ['keeps the end of what is too long', long, `${'文'.repeat(196)}.pdf`],
    ['keeps whole characters of what is too long', `${'𠮷'.repeat(300)}.pdf`, `${'𠮷'.repeat(196)}.pdf`],
    ['loses the dots that hide a file', '...pdf', 'pdf'],
    ['loses what a file system would understand', 'a<b>c:d|e?f*g.pdf', 'a_b_c_d_e_f_g.pdf'],
    ['keeps what is only written in another way', "O'Neil (1) & Söhne; 合同=最终,版%41.pdf", "O'Neil (1) & Söhne; 合同=最终,版%41.pdf"],
    ['is made up where nothing is left', '\u202e\u200b', 'document'],
    ['of dots is none', '..', 'document'],
  ])('%s', async (_what, given, shown) => {
    const { status, body } = await uploadNamed(given);
    expect([status, body.code]).toEqual([201, undefined]);
    const { headers } = await system.api.get('legal_manager', `/api/v1/evidence/${body.id}/file`);
    const disposition = headers.get('content-disposition') ?? '';
    const [, encoded = ''] = /^attachment; filename="evidence-\d+"; filename\*=UTF-8''([\w.%!#$&+^`|~-]+)$/.exec(disposition) ?? [];
    expect([disposition, decodeURIComponent(encoded)]).toEqual([disposition, shown]);
    expect([headers.get('x-content-type-options'), headers.get('cache-control')]).toEqual(['nosniff', 'private, no-store']);
  });

  test.each([
    ['a line break', 'a\r\nx-evil: 1\r\n.pdf'],
    ['a zero byte', 'a\0b.pdf'],
    ['a bare line feed', 'a\nb.pdf'],
  ])('with %s puts nothing into a header, if it is taken at all', async (_what, given) => {
    const { status, body } = await uploadNamed(given);
    if (status === 201) {
      const { headers } = await system.api.get('legal_manager', `/api/v1/evidence/${body.id}/file`);
      expect(headers.get('x-evil')).toBeNull();
      expect(headers.get('content-disposition')).toMatch(/^attachment; [ -~]+$/);
    } else expect(status).toBe(400);
  });
});

describe('A form', () => {
  beforeAll(remember);

  test.each<[what: string, form: () => FormData, status: number, field: string, code: string]>([
    ['without a file', () => formOf([]), 400, 'file', 'required'],
    ['with an empty file', () => formOf([['file', '']]), 400, 'file', 'empty_file'],
    [
      'with two files',
      () =>
        formOf([
          ['file', '%PDF-1.4 a'],
          ['file', '%PDF-1.4 b'],
        ]),
      400,
      'file',
      'twice',
    ],
    ['with the file in another field', () => formOf([['document', '%PDF-1.4 a']]), 400, 'document', 'unknown'],
    [
      'with a second file in another field',
      () =>
        formOf([
          ['file', '%PDF-1.4 a'],
          ['other', '%PDF-1.4 b'],
        ]),
      400,
      'other',
      'unknown',
    ],
    ['without a kind', () => formOf([['file', '%PDF-1.4 a']], { kind: '' }), 400, 'kind', 'choice'],
    ['with an unknown ground', () => formOf([['file', '%PDF-1.4 a']], { ground: 'x' }), 400, 'ground', 'choice'],
    ['with a field that nobody knows', () => formOf([['file', '%PDF-1.4 a']], { amuont: '1' }), 400, 'amuont', 'unknown'],
    ['with a day that is none', () => formOf([['file', '%PDF-1.4 a']], { documentDate: '2027-02-29' }), 400, 'documentDate', 'date'],
    ['with an issuer on two lines', () => formOf([['file', '%PDF-1.4 a']], { issuer: '某\n法院' }), 400, 'issuer', 'name'],
    ['with a note of a zero byte', () => formOf([['file', '%PDF-1.4 a']], { note: 'a\0b' }), 400, 'note', 'text'],
    ['with a note beyond all measure', () => formOf([['file', '%PDF-1.4 a']], { note: 'x'.repeat(30_000) }), 400, 'note', 'too_long'],
    ['with cases that are no ids', () => formOf([['file', '%PDF-1.4 a']], { cases: '1,x' }), 400, 'cases', 'id'],
    ['with a field twice', () => formOf([['file', '%PDF-1.4 a']], {}, [['kind', 'contract']]), 400, 'kind', 'twice'],
  ])('%s is refused', async (_what, form, status, field, code) => {
    const { body } = await send(form());
    expect(body).toMatchObject({ status, code: 'request.invalid', errors: [{ field, code }] });
    await nothingIsLeft();
  });

  test.each<[what: string, type: string, content: string, status: number]>([
    ['that is JSON', 'application/json', '{"kind": "contract"}', 415],
    ['without a boundary', 'multipart/form-data', '--x\r\n\r\n--x--', 400],
    [
      'with another boundary',
      'multipart/form-data; boundary=y',
      '--x\r\ncontent-disposition: form-data; name="kind"\r\n\r\ncontract\r\n--x--\r\n',
      400,
    ],
    [
      'that breaks off',
      'multipart/form-data; boundary=x',
      '--x\r\ncontent-disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.4',
      400,
    ],
    ['that is empty', 'multipart/form-data; boundary=x', '--x--\r\n', 400],
    [
      'whose field names a prototype',
      'multipart/form-data; boundary=x',
      '--x\r\ncontent-disposition: form-data; name="__proto__"\r\n\r\n1\r\n--x--\r\n',
      400,
    ],
    [
      'whose field is named constructor',
      'multipart/form-data; boundary=x',
      '--x\r\ncontent-disposition: form-data; name="constructor"\r\n\r\n1\r\n--x--\r\n',
      400,
    ],
    [
      'of thirty fields',
      'multipart/form-data; boundary=x',
      `${Array.from({ length: 30 }, (_, n) => `--x\r\ncontent-disposition: form-data; name="f${n}"\r\n\r\n1\r\n`).join('')}--x--\r\n`,
      400,
    ],
  ])('%s is refused', async (_what, type, content, status) => {
    for (const [login, path] of [
      ['legal_officer', `/api/v1/cases/${caseId}/evidence`],
      ['ar_clerk', '/api/v1/imports'],
      ['ar_clerk', '/api/v1/imports/preview'],
    ] as const) {
      const response = await fetch(system.server.url + path, {
        method: 'POST',
        headers: { authorization: `Bearer ${await system.api.token(login)}`, 'content-type': type },
        body: content,
      });
      const body = (await response.json()) as { code: string; detail: string };
      expect([path, response.status, body.detail]).toEqual([path, status, expect.stringMatching(/。$/)]);
    }
    await nothingIsLeft();
  });

  test.each([
    ['legal_officer', () => `/api/v1/cases/${caseId}/evidence`],
    ['ar_clerk', () => '/api/v1/imports'],
  ])('that breaks off as its file is begun leaves nothing, of two hundred at once neither (%s)', async (login, path) => {
    const headers = { authorization: `Bearer ${await system.api.token(login)}`, 'content-type': 'multipart/form-data; boundary=x' };
    const body = '--x\r\ncontent-disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.4';
    const answers = await Promise.all(
      Array.from({ length: 200 }, () => fetch(system.server.url + path(), { method: 'POST', headers, body })),
    );
    expect([...new Set(answers.map(({ status }) => status))]).toEqual([400]);
    await nothingIsLeft();
  });

  test.each<[what: string, fields: Record<string, string>, field: string]>([
    ['no kind', { kind: '' }, 'kind'],
    ['an unknown kind', { kind: 'Receivables' }, 'kind'],
    ['a company that cannot be seen', { company: 'C01\u200b' }, 'company'],
    ['a company of 21 characters', { company: 'C'.repeat(21) }, 'company'],
    ['a company with a zero byte', { company: 'C01\0' }, 'company'],
    ['a profile on two lines', { profile: 'a\nb' }, 'profile'],
    ['a wish for bad rows that nobody knows', { onError: 'SKIP' }, 'onError'],
    ['a day that is none', { asOf: '2027-02-29' }, 'asOf'],
    ['a day with a time', { asOf: '2027-02-09T00:00' }, 'asOf'],
    ['a day in full-width digits', { asOf: '２０２７-02-09' }, 'asOf'],
    ['a field that nobody knows', { dryRun: 'true' }, 'dryRun'],
    ['a field beyond all measure', { profile: 'x'.repeat(2_000) }, 'profile'],
  ])('of an import with %s is refused', async (_what, fields, field) => {
    for (const path of ['/api/v1/imports', '/api/v1/imports/preview']) {
      const form = { kind: 'receivables', company: 'C01', ...fields };
      const { body } = await system.api.upload('ar_clerk', path, form, { name: 'a.csv', content: 'company\n' });
      expect([path, body]).toMatchObject([path, { status: 400, code: 'request.invalid', errors: [{ field }] }]);
    }
    await nothingIsLeft();
  });

  it('of an import with two files is refused', async () => {
    const form = new FormData();
    for (const [name, value] of [
      ['kind', 'receivables'],
      ['company', 'C01'],
    ] as const)
      form.append(name, value);
    for (const name of ['a.csv', 'b.csv']) form.append('file', new Blob(['company\n']), name);
    const { body } = await system.api.as('ar_clerk', 'POST', '/api/v1/imports', { form });
    expect(body).toMatchObject({ status: 400, errors: [{ field: 'file', code: 'twice' }] });
    await nothingIsLeft();
  });

  it('with files is for doors that take files', async () => {
    const { body } = await system.api.as('finance_director', 'POST', '/api/v1/meetings', { form: formOf([['file', 'x']]) });
    expect(body).toMatchObject({ status: 415, code: 'request.media_type' });
  });

  it('of over 100 MB is refused before it is sent, and when it says nothing of it', async () => {
    const announced = await RawConnection.to(system.server.url);
    const answer = announced.say(...(await head('content-length: 200000000')), '', '').hears(/\r\n\r\n\{.*\}/s);
    expect(await answer).toMatch(/^HTTP\/1\.1 413 .*evidence\.too_large/s);
    announced.cut();

    const piece = new Uint8Array(1024 * 1024);
    async function* endless() {
      yield utf8('--x\r\ncontent-disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n');
      for (let sent = 0; sent < 102; sent += 1) yield piece;
      yield utf8('\r\n--x--\r\n');
    }
    const response = await fetch(`${system.server.url}/api/v1/cases/${caseId}/evidence`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await system.api.token('legal_officer')}`, 'content-type': 'multipart/form-data; boundary=x' },
      body: endless() as unknown as ReadableStream,
      duplex: 'half',
    } as RequestInit);
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([413, 'evidence.too_large']);
    await nothingIsLeft();
  });
});

describe('A connection cut in the middle of an upload leaves nothing:', () => {
  beforeAll(remember);

  test.each([
    ['in the middle of the file', '\r\n\r\n%PDF-1.4 half of it'],
    ['behind the file', '\r\n\r\n%PDF-1.4 all of it\r\n--x\r\ncontent-disposition: form-data; name="kind"\r\n\r\ncon'],
  ])('%s', async (_what, rest) => {
    const connection = await RawConnection.to(system.server.url);
    connection.say(
      ...(await head('content-length: 5000')),
      '',
      `--x\r\ncontent-disposition: form-data; name="file"; filename="a.pdf"${rest}`,
    );
    while ((await incoming()).length === 0) await new Promise((resolve) => setImmediate(resolve));
    connection.cut();
    while ((await incoming()).length > 0) await new Promise((resolve) => setImmediate(resolve));
    await nothingIsLeft();
  });

  test('of an import as well', async () => {
    const connection = await RawConnection.to(system.server.url);
    connection.say(
      'POST /api/v1/imports HTTP/1.1',
      'host: x',
      `authorization: Bearer ${await system.api.token('ar_clerk')}`,
      'content-type: multipart/form-data; boundary=x',
      'content-length: 5000',
      '',
      '--x\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\ncompany,customer',
    );
    const spooled = () => readdir(join(system.home, 'incoming'));
    while ((await spooled()).length === 0) await new Promise((resolve) => setImmediate(resolve));
    connection.cut();
    while ((await spooled()).length > 0) await new Promise((resolve) => setImmediate(resolve));
    await nothingIsLeft();
  });

  test('and what a killed process has left is cleared a day later', async () => {
    const left = join(system.home, 'evidence/incoming/left');
    await writeFile(left, 'half');
    const yesterday = Date.now() / 1000 - 25 * 60 * 60;
    await utimes(left, yesterday, yesterday);
    expect((await file({ name: 'a.pdf', content: utf8('%PDF-1.4 next') })).status).toBe(201);
    expect(await incoming()).toEqual([]);
  });
});

function file(one: { name: string; content: Uint8Array<ArrayBuffer> }): Promise<Answer> {
  return system.api.upload('legal_officer', `/api/v1/cases/${caseId}/evidence`, usual, one);
}

function send(form: FormData): Promise<Answer> {
  return system.api.as('legal_officer', 'POST', `/api/v1/cases/${caseId}/evidence`, { form });
}

/** With the name as it is, which a browser would have cleaned. */
async function uploadNamed(name: string): Promise<Answer> {
  const part = (header: string, value: string) => `--x\r\ncontent-disposition: form-data; ${header}\r\n\r\n${value}\r\n`;
  const content = `%PDF-1.4 ${name.length} ${name.codePointAt(0)}`;
  const body = `${part('name="kind"', 'contract')}${part('name="ground"', 'origin')}${part(`name="file"; filename="${name}"`, content)}--x--\r\n`;
  const response = await fetch(`${system.server.url}/api/v1/cases/${caseId}/evidence`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await system.api.token('legal_officer')}`, 'content-type': 'multipart/form-data; boundary=x' },
    body: Buffer.from(body),
  });
  return { status: response.status, body: await response.json(), headers: response.headers };
}

function formOf(files: [field: string, content: string][], changed: Record<string, string> = {}, more: [string, string][] = []): FormData {
  const form = new FormData();
  for (const [name, value] of [...Object.entries({ ...usual, ...changed }), ...more]) form.append(name, value);
  for (const [field, content] of files) form.append(field, new Blob([content]), 'a.pdf');
  return form;
}

async function head(length: string): Promise<string[]> {
  return [
    `POST /api/v1/cases/${caseId}/evidence HTTP/1.1`,
    'host: x',
    `authorization: Bearer ${await system.api.token('legal_officer')}`,
    'content-type: multipart/form-data; boundary=x',
    length,
  ];
}

function incoming(): Promise<string[]> {
  return readdir(join(system.home, 'evidence/incoming'));
}

async function filesKept(): Promise<string[]> {
  return (await readdir(join(system.home, 'evidence'), { recursive: true })).sort();
}

async function remember(): Promise<void> {
  await system.api.token('ar_clerk');
  before = await businessHash(system);
  kept = await filesKept();
}

/** Neither a row nor a file, not even an unfinished one. */
async function nothingIsLeft(): Promise<void> {
  expect(await businessHash(system)).toEqual(before);
  expect(await filesKept()).toEqual(kept);
  expect(await readdir(join(system.home, 'incoming'))).toEqual([]);
}
