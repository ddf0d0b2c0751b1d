import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { businessHash } from '../support/business-hash.js';
import { Ledger } from '../support/ledger.js';
import { ledgerFile } from '../support/ledger-files.js';

let ledger: Ledger;

beforeAll(async () => {
  ledger = await Ledger.open();
  await ledger.import('customers', [{}]);
});

afterAll(() => ledger.system.close());

describe('One bad row at line 100,000', () => {
  const lines = 100_000;
  const [header = '', usual = ''] = ledgerFile('receivables', { document: 'D#' }).split('\n');
  const row = (line: number) => usual.replace('D#', `D${line}`).replace('100.00', line === lines ? '１００.00' : '100.00');
  const content = `${header}\n${Array.from({ length: lines - 1 }, (_, index) => row(index + 2)).join('\n')}\n`;
  const send = (onError: string) =>
    ledger.api.upload(
      'ar_clerk',
      '/api/v1/imports',
      { kind: 'receivables', company: 'C01', onError },
      { name: 'large.csv', content },
      { prefer: 'wait' },
    );
  const fault = { line: lines, column: 'amount', value: '１００.00', code: 'amount.malformed', message: expect.stringMatching(/。$/) };

  it('stops the whole file: nothing is taken', async () => {
    const before = (await businessHash(ledger.system)).filter((line) => !/^(imports|import_errors|sessions|sign_in_attempts):/.test(line));
    const { status, body } = await send('stop');
    expect([status, body]).toMatchObject([201, { status: 'rejected', rows: lines - 1, accepted: 0, rejected: 1, errors: [fault] }]);
    const after = (await businessHash(ledger.system)).filter((line) => !/^(imports|import_errors|sessions|sign_in_attempts):/.test(line));
    expect(after).toEqual(before);
  }, 180_000);

  it('is left out alone where bad rows are to be skipped', async () => {
    const { status, body } = await send('skip');
    expect([status, body]).toMatchObject([201, { status: 'done', rows: lines - 1, accepted: lines - 2, rejected: 1, errors: [fault] }]);
    expect(await ledger.system.rows('select count(*)::int as rows, sum(balance)::text as sum from receivables')).toEqual([
      { rows: lines - 2, sum: `${(lines - 2) * 100}.00` },
    ]);
    expect(await ledger.receivable(`D${lines}`)).toBeUndefined();
  }, 180_000);
});

describe('A report of bad rows', () => {
  test.each(['=1+1', '+86 10', '-1', '@SUM(A1)', '＝1+1', '＋1', '－1', '＠x', '=HYPERLINK("http://evil.example","x")'])(
    'gives a spreadsheet nothing to run: %s',
    async (value) => {
      const made = await ledger.import('customers', [{ customer: 'K7', grade: value, name: value }]);
      const csv = (await ledger.api.get('auditor', `/api/v1/imports/${made.body.id}/errors.csv`)).body as string;
      const cells = [...csv.matchAll(/"((?:[^"]|"")*)"(?:,|\r\n)/g)].map(([, cell = '']) => cell.replaceAll('""', '"'));
      expect(cells).toContain(`'${value}`);
      expect(cells.filter((cell) => /^[=+\-@\t\r\n＝＋－＠]/.test(cell))).toEqual([]);
      expect(cells).toHaveLength(10);
    },
  );

  it('shows an ordinary cell as it is', async () => {
    const made = await ledger.import('customers', [{ customer: 'K7', grade: 'E "x", y' }]);
    const csv = (await ledger.api.get('auditor', `/api/v1/imports/${made.body.id}/errors.csv`, { 'accept-language': 'en' })).body as string;
    expect(csv).toContain('"2","grade","E ""x"", y","choice.unknown"');
  });
});
