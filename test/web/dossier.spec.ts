import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { DossierParts } from '../../src/cases/dossier-parts.js';
import { pdfText } from '../support/pdf-text.js';
import { strangersCheck } from '../support/record-readme.js';
import { TrainingSystem } from '../support/training-system.js';

const run = promisify(execFile);

let system: TrainingSystem;
let folder: string;
let caseId: string;
let waiting: string;

const large = randomBytes(1_500_000).toString('hex');

beforeAll(async () => {
  system = await TrainingSystem.start('2026-06-29');
  folder = await mkdtemp(join(tmpdir(), 'recoup-dossier-'));
  await system.receivables(
    { document: 'D1', dueOn: '2026-02-20', amount: '123456.78' },
    { document: 'D2', dueOn: '2026-02-21', amount: '2000.00', customer: 'K2' },
  );
  [caseId, waiting] = [await system.caseOf('D1'), await system.caseOf('D2')];
  for (const id of [caseId, waiting]) await system.take('finance_director', id, { type: 'docket', reason: '停业' });
  await file('contract', 'origin', '../../销售合同:2025|最终版?.pdf', '%PDF-1.7 contract', {
    issuer: '恒川精密有限公司',
    documentDate: '2025-11-01',
  });
  await file('statement', 'inability_to_pay', 'C:\\temp\\CON.txt', '本公司已无力偿还。');
  await file('court_announcement', 'bankruptcy', '公告.pdf', `%PDF-1.7 ${large}`, { issuer: '某市中级人民法院' });
  const wrong = await file('other', 'origin', '公告.pdf', '%PDF-1.7 wrong customer');
  await system.take('legal_officer', caseId, { type: 'withdrawEvidence', evidence: wrong, reason: '属于另一客户' });
});

afterAll(async () => {
  await system.close();
  await rm(folder, { recursive: true, force: true });
});

async function file(kind: string, ground: string, name: string, content: string, more: Record<string, string> = {}): Promise<string> {
  const { status, body } = await system.api.upload(
    'legal_officer',
    `/api/v1/cases/${caseId}/evidence`,
    { kind, ground, ...more },
    { name, content },
  );
  expect([status, body.code]).toEqual([201, undefined]);
  await system.take('legal_manager', caseId, { type: 'acceptEvidence', evidence: body.id });
  return body.id;
}

async function resolve(): Promise<void> {
  const meeting = await system.openMeeting();
  const vote = { type: 'castVote', choice: 'bad_debt', reason: '客户已被法院宣告破产' };
  for (const login of ['sales_director', 'finance_director']) await system.take(login, caseId, vote);
  await system.closeMeeting(meeting);
}

async function download(login: string, lang = 'zh-CN', id = caseId) {
  const response = await fetch(`${system.server.url}/api/v1/cases/${id}/dossier.zip?lang=${lang}`, {
    headers: { authorization: `Bearer ${await system.api.token(login)}` },
  });
  return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) };
}

/** As whoever receives it would: unpacked by Debian's own tools. */
async function unpacked(bytes: Buffer): Promise<{ path: string; names: string[] }> {
  const path = await mkdtemp(join(folder, 'unpacked-'));
  const zip = `${path}.zip`;
  await writeFile(zip, bytes);
  expect((await run('unzip', ['-t', zip])).stdout).toMatch(/No errors detected/);
  await run('unzip', ['-q', zip, '-d', path], { env: { ...process.env, LC_ALL: 'C.UTF-8' } });
  const names = (await readdir(path, { recursive: true })).sort();
  return { path, names: names.filter((name) => name !== 'evidence') };
}

describe('Before it is resolved a bad debt there is no dossier', () => {
  test.each(['docketed', 'while votes are open, which nobody may see'])('%s', async (when) => {
    if (when !== 'docketed') await system.openMeeting();
    expect((await system.api.get('auditor', `/api/v1/cases/${caseId}/dossier.zip`)).body).toMatchObject({
      status: 409,
      code: 'dossier.not_resolved',
    });
    if (when !== 'docketed') {
      const [meeting] = await system.rows<{ id: string }>('select id from meetings');
      await system.closeMeeting(meeting?.id ?? '');
      await system.moveTo('2026-06-30');
    }
  });
});

describe('The dossier of a bad debt', () => {
  beforeAll(resolve);

  it('is a ZIP whose files are all there, safely named, and all have the SHA-256 that it says', async () => {
    const { status, headers, bytes } = await download('finance_director');
    expect([status, headers.get('content-type'), headers.get('x-content-type-options')]).toEqual([200, 'application/zip', 'nosniff']);
    const { path, names } = await unpacked(bytes);
    expect(names).toEqual(
      [
        '00-index.pdf',
        'SHA256SUMS',
        'evidence/01-contract-销售合同_2025_最终版_.pdf',
        'evidence/02-statement-CON.txt',
        'evidence/03-court_announcement-公告.pdf',
        'evidence/04-other-公告.pdf',
        'journal.jsonl',
        'journal.pdf',
        'minutes.pdf',
        'voucher-proposal.csv',
      ].sort(),
    );
    const { stdout } = await run('sha256sum', ['-c', 'SHA256SUMS'], { cwd: path });
    expect(stdout.split('\n').filter((line) => line.endsWith(': OK'))).toHaveLength(names.length - 1);
    expect(await readFile(join(path, 'evidence/03-court_announcement-公告.pdf'), 'latin1')).toBe(`%PDF-1.7 ${large}`);
  });

  it('has the journal, which a stranger can check', async () => {
    const { path } = await unpacked((await download('auditor')).bytes);
    const lines = (await readFile(join(path, 'journal.jsonl'), 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const { version } = await system.look(caseId);
    expect(lines).toHaveLength(version);
    expect(await strangersCheck(lines)).toEqual([0, `${version} entries checked\n`]);
    expect(pdfText(await readFile(join(path, 'journal.pdf')))).toContain('评审会结束');
  });

  it('is the same bytes each time, and the same documents in the other language', async () => {
    const [one, again, english] = [await download('auditor'), await download('legal_officer'), await download('auditor', 'en')];
    expect(sha256(again.bytes)).toBe(sha256(one.bytes));
    const sums = async (bytes: Buffer) => (await readFile(join((await unpacked(bytes)).path, 'SHA256SUMS'), 'utf8')).split('\n');
    const [inChinese, inEnglish] = [await sums(one.bytes), await sums(english.bytes)];
    const differing = inChinese.filter((line) => !inEnglish.includes(line)).map((line) => line.slice(66));
    expect(differing.sort()).toEqual(['00-index.pdf', 'journal.pdf', 'minutes.pdf', 'voucher-proposal.csv']);
  });

  it('says what is not there yet, and after the posting that it is complete', async () => {
    const waiting = (await unpacked((await download('auditor')).bytes)).path;
    const before = pdfText(await readFile(join(waiting, '00-index.pdf')));
    for (const said of [
      '壹拾贰万叁仟肆佰伍拾陆元柒角捌分',
      '客户已被法院宣告破产',
      '第二十二条',
      '尚未办理',
      '会计上已作损失处理的凭证',
      '【已撤回】属于另一客户',
    ])
      expect(before.replaceAll('\n', '')).toContain(said);
    // By the accounts of the policy; it has no number, voucher or date before it is posted.
    expect(await vouchersIn(waiting)).toEqual([
      `"","C01","${caseId}","","","核销坏账 客户K1 D1","1231","123456.78","","CNY","K1","D1","1"`,
      `"","C01","${caseId}","","","核销坏账 客户K1 D1","1122","","123456.78","CNY","K1","D1","1"`,
    ]);
    await system.take('finance_director', caseId, { type: 'approveWriteOff', note: '同意' });
    await system.take('ar_clerk', caseId, { type: 'postWriteOff', voucherNo: 'V-2041' });
    const { path } = await unpacked((await download('general_manager', 'en')).bytes);
    const after = pdfText(await readFile(join(path, '00-index.pdf'))).replaceAll('\n', ' ');
    for (const said of ['voucher no. V-2041', 'Announcement 25 of 2011, art. 22, item 2', 'complete']) expect(after).toContain(said);
    expect(after).not.toContain('incomplete');
    expect(await vouchersIn(path)).toEqual([
      `"1","C01","${caseId}","V-2041","2026-06-30","Bad debt written off 客户K1 D1","1231","123456.78","","CNY","K1","D1","1"`,
      `"1","C01","${caseId}","V-2041","2026-06-30","Bad debt written off 客户K1 D1","1122","","123456.78","CNY","K1","D1","1"`,
    ]);
  });

  it('carries the minutes of the meeting that resolved it, as everybody reads them', async () => {
    const [resolving] = await system.rows<{ id: string }>('select max(id) as id from meetings');
    for (const lang of ['zh-CN', 'en']) {
      const { path } = await unpacked((await download('legal_officer', lang)).bytes);
      const response = await fetch(`${system.server.url}/api/v1/meetings/${resolving?.id}/minutes.pdf?lang=${lang}`, {
        headers: { authorization: `Bearer ${await system.api.token('auditor')}` },
      });
      expect(response.status).toBe(200);
      expect((await readFile(join(path, 'minutes.pdf'))).equals(Buffer.from(await response.arrayBuffer()))).toBe(true);
    }
  });

  it('takes what other rooms add, which replaces a file of the same name', async () => {
    const asked: unknown[] = [];
    system.server.app.get(DossierParts).add(async ({ companyId, meeting, language }) => {
      asked.push([companyId, meeting, language]);
      return [
        { name: 'minutes.pdf', content: Buffer.from('%PDF-1.7 minutes') },
        { name: 'voucher-proposal.csv', content: Buffer.from('by the accounts') },
      ];
    });
    const { path, names } = await unpacked((await download('auditor')).bytes);
    expect(names).toContain('minutes.pdf');
    expect(await readFile(join(path, 'voucher-proposal.csv'), 'utf8')).toBe('by the accounts');
    await run('sha256sum', ['-c', 'SHA256SUMS'], { cwd: path });
    expect(asked).toEqual([['C01', expect.stringMatching(/^\d+$/), 'zh-CN']]);
  });

  test.each([
    ['sales0001', 403, 'role.required'],
    ['sales_manager', 403, 'role.required'],
    ['hr', 403, 'role.required'],
    ['admin', 403, 'role.required'],
  ])('is not for %s', async (login, status, code) => {
    const { body } = await system.api.get(login, `/api/v1/cases/${caseId}/dossier.zip`);
    expect([body.status, body.code]).toEqual([status, code]);
    expect((await download('legal_manager')).status).toBe(200);
  });

  it('is not for who has the role in another company only', async () => {
    await system.rows(`insert into role_grants (login, role, company_id, granted_by) values ('sales0001', 'ar_clerk', 'C02', 'admin')`);
    const { body } = await system.api.get('sales0001', `/api/v1/cases/${caseId}/dossier.zip`);
    expect([body.status, body.code]).toEqual([403, 'role.required']);
  });

  it('names a document that was altered or lost instead of packing it', async () => {
    const [evidence] = (await system.look(caseId)).facts.evidence;
    const path = join(system.home, 'evidence', evidence.sha256.slice(0, 2), evidence.sha256);
    const whole = await readFile(path);
    await writeFile(path, whole.subarray(0, -1));
    expect((await system.api.get('auditor', `/api/v1/cases/${caseId}/dossier.zip`)).body).toMatchObject({
      status: 500,
      code: 'evidence.altered',
    });
    await rm(path);
    expect((await system.api.get('auditor', `/api/v1/cases/${caseId}/dossier.zip`)).body).toMatchObject({
      status: 500,
      code: 'evidence.gone',
    });
    await writeFile(path, whole);
    expect((await download('auditor')).status).toBe(200);
  });

  it('breaks off, and is no whole ZIP, when a long document turns out to be altered', async () => {
    const document = (await system.look(caseId)).facts.evidence.find(({ kind }: { kind: string }) => kind === 'court_announcement');
    const path = join(system.home, 'evidence', document.sha256.slice(0, 2), document.sha256);
    const whole = await readFile(path);
    const altered = Buffer.from(whole);
    altered[altered.length - 100] = (altered.at(-100) ?? 0) ^ 1;
    await writeFile(path, altered);
    await expect(download('auditor')).rejects.toThrow();
    await writeFile(path, whole);
  });
});

/** Without its head. */
async function vouchersIn(path: string): Promise<string[]> {
  return (await readFile(join(path, 'voucher-proposal.csv'), 'utf8')).trimEnd().split('\r\n').slice(1);
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
