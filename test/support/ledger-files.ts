import type { Answer, Api } from './api.js';

const headers = {
  receivables: 'company,customer,customerName,document,instalment,issuedOn,dueOn,currency,amount,owner,contract,channel',
  open_items: 'company,customer,customerName,document,instalment,issuedOn,dueOn,currency,amount,openAmount,owner',
  receipts: 'company,receipt,customer,document,instalment,valueDate,currency,amount,instrument,clearedOn,reversedOn',
  credits: 'company,credit,customer,document,instalment,creditedOn,currency,amount,reversedOn',
  contracts: 'company,contract,customer,signedOn,signedBy,currency,amount,termDays,renewalOf,endsOn',
  schedules: 'company,contract,instalment,dueOn,currency,amount',
  credit_checks: 'company,customer,checkedOn,checkedBy,result,limit,termDays,note',
  orders: 'company,order,customer,orderedOn,currency,amount,openAmount,shippedOn,invoicedOn,status,owner',
  rates: 'company,currency,on,rate,correction',
  customers: 'company,customer,name,grade,creditLimit,termDays,channel,strategic,email,firstSignedOn,owner',
};

/** A row that nothing is wrong with, once its customer (of a receipt also its document) is known. */
const usual: Record<LedgerKind, Record<string, string>> = {
  receivables: {
    company: 'C01',
    customer: 'K1',
    customerName: '客户一有限公司',
    document: 'D1',
    instalment: '1',
    issuedOn: '2026-01-05',
    dueOn: '2026-12-31',
    currency: 'CNY',
    amount: '100.00',
    owner: 'sales0001',
    channel: 'direct',
  },
  open_items: {
    company: 'C01',
    customer: 'K1',
    customerName: '客户一有限公司',
    document: 'D1',
    instalment: '1',
    issuedOn: '2026-01-05',
    dueOn: '2026-12-31',
    currency: 'CNY',
    openAmount: '100.00',
    owner: 'sales0001',
  },
  receipts: {
    company: 'C01',
    receipt: 'R1',
    customer: 'K1',
    document: 'D1',
    instalment: '1',
    valueDate: '2026-03-01',
    currency: 'CNY',
    amount: '100.00',
  },
  credits: {
    company: 'C01',
    credit: 'CN1',
    customer: 'K1',
    document: 'D1',
    instalment: '1',
    creditedOn: '2026-03-01',
    currency: 'CNY',
    amount: '100.00',
  },
  contracts: {
    company: 'C01',
    contract: 'V1',
    customer: 'K1',
    signedOn: '2026-01-02',
    signedBy: 'sales0001',
    currency: 'CNY',
    amount: '300.00',
    termDays: '60',
  },
  schedules: { company: 'C01', contract: 'V1', instalment: '1', dueOn: '2026-03-31', currency: 'CNY', amount: '100.00' },
  credit_checks: { company: 'C01', customer: 'K1', checkedOn: '2026-01-01', checkedBy: 'ar_clerk', result: 'passed' },
  orders: {
    company: 'C01',
    order: 'O1',
    customer: 'K1',
    orderedOn: '2026-05-04',
    currency: 'CNY',
    amount: '500.00',
    openAmount: '500.00',
    owner: 'sales0001',
  },
  rates: { company: 'C01', currency: 'USD', on: '2026-06-01', rate: '7.1234' },
  customers: { company: 'C01', customer: 'K1', name: '客户一有限公司', grade: 'A', creditLimit: '0', termDays: '30', strategic: 'false' },
};

export type LedgerKind = keyof typeof headers;
export type LedgerRow = { readonly [column: string]: string | undefined };

/** A canonical CSV of usual rows, each changed as told. */
export function ledgerFile(kind: LedgerKind, ...rows: LedgerRow[]): string {
  const lines = ledgerCells(kind, ...rows).map((cells) => cells.map(quoted).join(','));
  return `${lines.join('\n')}\n`;
}

/** The same as cells, the header first. */
export function ledgerCells(kind: LedgerKind, ...rows: LedgerRow[]): string[][] {
  const columns = headers[kind].split(',');
  return [columns, ...rows.map((row) => columns.map((column) => row[column] ?? usual[kind][column] ?? ''))];
}

/** The AR clerk imports it. */
export function sendFile(
  api: Api,
  kind: LedgerKind,
  content: string | Uint8Array<ArrayBuffer>,
  fields: Record<string, string> = {},
): Promise<Answer> {
  return api.upload('ar_clerk', '/api/v1/imports', { kind, company: 'C01', ...fields }, { name: `${kind}.csv`, content });
}

function quoted(cell: string): string {
  return /[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
