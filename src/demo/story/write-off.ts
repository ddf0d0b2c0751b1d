import { csv } from '../csv.js';
import { amount, document } from './follow-up.js';
import { grouped, type Stage } from './stage.js';

/** Approved by one, posted by another. */
export async function isWrittenOff(stage: Stage): Promise<void> {
  stage.chapter('write_off');
  await stage.on('2026-05-19');
  await stage.refusedCommand({ login: 'general_manager', key: 'wrongApprover' }, { type: 'approveWriteOff' });
  await stage.give({ login: 'finance_director', key: 'approves' }, { type: 'approveWriteOff' });
  await stage.give({ login: 'ar_clerk', key: 'posts' }, { type: 'postWriteOff', voucherNo: '记-2026-05-0187' });
}

/** Who was responsible, what it costs them, and what a recovery gives back. */
export async function isAnsweredFor(stage: Stage): Promise<void> {
  stage.chapter('attribution');
  const sales = { party: 'sales', person: 'sales0001', cause: 'credit_check_missing', share: 60 };
  const finance = { party: 'finance', person: 'ar_clerk', cause: 'dunning_notice_late', share: 40 };
  const reason = stage.say('demo:note.attribution');
  const short = { type: 'proposeAttribution', shares: [sales, { ...finance, share: 30 }], reason };
  await stage.refusedCommand({ login: 'hr', key: 'sharesShort' }, short);
  await stage.give({ login: 'hr', key: 'proposes' }, { ...short, shares: [sales, finance] });

  await stage.on('2026-05-27');
  await stage.night('silence');
  await tellDeductions(stage, 'readsDeductions');
}

export async function isPartlyRecovered(stage: Stage): Promise<void> {
  stage.chapter('recovery');
  await stage.on('2026-06-10');
  const file = {
    name: 'receipts-2026-06.csv',
    content: csv(
      ['company', 'receipt', 'customer', 'document', 'instalment', 'valueDate', 'currency', 'amount', 'instrument'],
      [['C01', 'SK-2606-0031', 'K1042', document, '1', '2026-06-10', 'CNY', '96500.00', 'bank_transfer']],
    ),
  };
  const step = { login: 'ar_clerk', key: 'importReceipts', facts: { amount: grouped('96500.00'), of: grouped(amount) } };
  await stage.upload(step, '/api/v1/imports', { company: 'C01', kind: 'receipts' }, file);
  await tellDeductions(stage, 'readsDeductionsAgain');
}

interface Deduction {
  readonly seq: number;
  readonly case: string;
  readonly kind: string;
  readonly person: string;
  readonly cause: string;
  readonly share: string;
  readonly points: string;
  readonly effectiveOn: string;
}

async function tellDeductions(stage: Stage, key: string): Promise<void> {
  const [, caseId] = /(\d+)$/.exec(stage.casePath) ?? [];
  const { items } = await stage.get<{ items: Deduction[] }>({ login: 'hr', key }, `/api/v1/deductions?case=${caseId}`);
  stage.telling.table(
    items
      .toReversed()
      .map(({ kind, person, cause, share, points, effectiveOn, seq }) => [
        effectiveOn,
        stage.say(`demo:deduction.${kind}`, { points }),
        person,
        stage.say('demo:deduction.basis', { cause: stage.say(`demo:cause.${cause}`), share, case: caseId, seq }),
      ]),
  );
}
