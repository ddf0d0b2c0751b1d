import { csv } from '../csv.js';
import type { Stage } from './stage.js';

const customer = 'K1042';
export const document = 'HC-2512-0187';
export const amount = '386000.00';

const customersFile = {
  name: 'customers-2026-01.csv',
  content: csv(
    ['company', 'customer', 'name', 'grade', 'creditLimit', 'termDays', 'channel', 'strategic', 'firstSignedOn', 'owner'],
    [['C01', customer, '宁波云帆机电有限公司', 'B', '300000.00', '30', 'direct', 'false', '2024-06-18', 'sales0001']],
  ),
};

const receivablesFile = {
  name: 'receivables-2026-01.csv',
  content: csv(
    ['company', 'customer', 'document', 'instalment', 'issuedOn', 'dueOn', 'currency', 'amount', 'owner'],
    [['C01', customer, document, '1', '2025-12-15', '2026-01-14', 'CNY', amount, 'sales0001']],
  ),
};

/** A receivable comes in and falls due; its owner chases it. */
export async function fallsDue(stage: Stage): Promise<void> {
  stage.chapter('due');
  await stage.on('2026-01-12');
  const fields = { company: 'C01' };
  await stage.upload({ login: 'ar_clerk', key: 'importCustomers' }, '/api/v1/imports', { ...fields, kind: 'customers' }, customersFile);
  await stage.upload(
    { login: 'ar_clerk', key: 'importReceivables' },
    '/api/v1/imports',
    { ...fields, kind: 'receivables' },
    receivablesFile,
  );

  await stage.on('2026-01-15');
  const { items } = await stage.read<{ items: { id: string }[] }>('sales0001', '/api/v1/cases');
  stage.follow(items[0]?.id ?? '');
  await stage.night('opened');
  await stage.refusedGet({ login: 'sales0002', key: 'strangerLooks' }, stage.casePath);
}

/** Follow-up: an attempt, a promise that breaks, a position that finance confirms. */
export async function isChased(stage: Stage): Promise<void> {
  stage.chapter('follow_up');
  await stage.on('2026-01-16');
  const call = {
    type: 'logAttempt',
    channel: 'phone',
    on: '2026-01-16',
    outcome: 'will_pay_later',
    with: '林会计',
    note: stage.say('demo:note.attempt'),
  };
  await stage.give({ login: 'sales0001', key: 'attempt' }, call);
  const promise = { type: 'recordPromise', amount, dueOn: '2026-01-30', by: '林会计' };
  await stage.give({ login: 'sales0001', key: 'promise' }, promise);
  await stage.refusedCommand({ login: 'sales0001', key: 'ownReceipt' }, { type: 'applyReceipt', amount });

  await stage.on('2026-01-31');
  await stage.night('promiseBroken');

  await stage.on('2026-02-02');
  const position = { type: 'reportPosition', position: 'will_pay', expectedOn: '2026-03-31', note: stage.say('demo:note.position') };
  await stage.give({ login: 'sales0001', key: 'position' }, position);
  await stage.refusedCommand({ login: 'ar_clerk', key: 'confirmWrong' }, { type: 'confirm', view: 'doubtful', amount: '368000.00' });
  await stage.give({ login: 'ar_clerk', key: 'confirm' }, { type: 'confirm', view: 'doubtful', amount });
}

/** 90 days are not over 90; 91 are. */
export async function growsOld(stage: Stage): Promise<void> {
  stage.chapter('day_91');
  await stage.on('2026-04-14');
  await stage.refusedCommand({ login: 'sales_director', key: 'docketTooYoung' }, { type: 'docket' });
  await stage.on('2026-04-15');
  await stage.night('escalated');
  await stage.refusedCommand({ login: 'ar_clerk', key: 'returnTooOld' }, { type: 'returnToSales', reason: stage.say('demo:note.return') });
  await stage.on('2026-04-16');
  await stage.give({ login: 'ar_clerk', key: 'confirmForBoard' }, { type: 'confirm', view: 'doubtful', amount });
}
