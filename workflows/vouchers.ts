import type { Cents } from './money.js';
import type { Policy } from './policy.js';

/** Of what is on a case's record. */
const accountedKinds = [
  'write_off',
  'recovery',
  'recovery_receipt',
  'recovery_reversed',
  'recovery_receipt_reversed',
  'write_off_reversed',
] as const;

export type AccountedKind = (typeof accountedKinds)[number];

export const voucherKinds = [...accountedKinds, 'provision', 'provision_release'] as const;

export type VoucherKind = (typeof voucherKinds)[number];

export type AccountUse = 'allowance' | 'receivables' | 'money' | 'impairmentLoss';

/** What the account is that a kind of voucher debits or credits, whatever its code. */
export const accountUses: Readonly<Record<VoucherKind, { readonly debit: AccountUse; readonly credit: AccountUse }>> = {
  write_off: { debit: 'allowance', credit: 'receivables' },
  recovery: { debit: 'receivables', credit: 'allowance' },
  recovery_receipt: { debit: 'money', credit: 'receivables' },
  recovery_receipt_reversed: { debit: 'receivables', credit: 'money' },
  recovery_reversed: { debit: 'allowance', credit: 'receivables' },
  write_off_reversed: { debit: 'receivables', credit: 'allowance' },
  provision: { debit: 'impairmentLoss', credit: 'allowance' },
  provision_release: { debit: 'allowance', credit: 'impairmentLoss' },
};

type Accounts = Pick<Policy, 'allowanceAccount' | 'receivablesAccount' | 'bankAccount' | 'cashAccount' | 'billsAccount'>;

/** What the ERP is proposed to book for something that is on a case's record, or for a provision. */
export interface VoucherProposal {
  readonly kind: VoucherKind;
  /** Account codes. */
  readonly debit: string;
  readonly credit: string;
  readonly amountCents: Cents;
  /** Of the voucher that was named when it was posted, or asked to be reversed. */
  readonly voucherNo?: string;
}

/** An entry of the journal. */
export interface Recorded {
  readonly type: string;
  readonly [fact: string]: unknown;
}

/**
 * The vouchers of one journal entry (domain.md, What the accounts get). A recovery first puts the debt back, then pays it; when its money
 * bounces, both go back. The reversal of a write-off puts back what no recovery has put back already.
 */
export function vouchersOf(entry: Recorded, accounts: Accounts): VoucherProposal[] {
  const { allowanceAccount: allowance, receivablesAccount: receivables } = accounts;
  switch (entry.type) {
    case 'writeOffPosted':
      return some([{ kind: 'write_off', debit: allowance, credit: receivables, amountCents: cents(entry.amountCents), ...named(entry) }]);
    case 'recoveryReceived': {
      const amountCents = cents(entry.amountCents);
      return some([
        { kind: 'recovery', debit: receivables, credit: allowance, amountCents },
        { kind: 'recovery_receipt', debit: moneyAccount(entry.instrument, accounts), credit: receivables, amountCents },
      ]);
    }
    case 'recoveryReversed': {
      const amountCents = cents(entry.amountCents);
      return some([
        { kind: 'recovery_receipt_reversed', debit: receivables, credit: moneyAccount(entry.instrument, accounts), amountCents },
        { kind: 'recovery_reversed', debit: allowance, credit: receivables, amountCents },
      ]);
    }
    case 'writeOffReversed': {
      const amountCents = cents(entry.writtenOffCents) - cents(entry.recoveredCents);
      return some([{ kind: 'write_off_reversed', debit: receivables, credit: allowance, amountCents, ...named(entry) }]);
    }
    default:
      return [];
  }
}

/** What the allowance lacks is set aside, what it has too much is released. @param change signed. @returns none where nothing changes */
export function vouchersOfProvision(
  changeCents: Cents,
  { allowanceAccount, impairmentLossAccount }: Pick<Policy, 'allowanceAccount' | 'impairmentLossAccount'>,
): VoucherProposal[] {
  return changeCents < 0
    ? [{ kind: 'provision_release', debit: allowanceAccount, credit: impairmentLossAccount, amountCents: -changeCents }]
    : some([{ kind: 'provision', debit: impairmentLossAccount, credit: allowanceAccount, amountCents: changeCents }]);
}

function some(proposals: readonly VoucherProposal[]): VoucherProposal[] {
  return proposals.filter(({ amountCents }) => amountCents > 0);
}

function named({ voucherNo }: Recorded): Pick<VoucherProposal, 'voucherNo'> {
  return typeof voucherNo === 'string' && voucherNo !== '' ? { voucherNo } : {};
}

/** Where the money came in; what does not say is taken to have come through the bank. */
function moneyAccount(instrument: unknown, { bankAccount, cashAccount, billsAccount }: Accounts): string {
  if (instrument === 'cash') return cashAccount;
  return instrument === 'acceptance_bill' ? billsAccount : bankAccount;
}

function cents(value: unknown): Cents {
  if (!Number.isSafeInteger(value)) throw new Error(`no amount in the journal: ${String(value)}`);
  return value as Cents;
}

/** What is known of a voucher's number in the ERP. */
export interface ErpNumbered {
  readonly number: string;
  /** With the posting, or its reversal. */
  readonly named: string | null;
  /** What was entered later, as it stands now. */
  readonly entered: string | null;
}

export interface ErpNumberRefusal {
  readonly key: 'voucher.named' | 'voucher.erp_entered' | 'voucher.erp_same';
  readonly facts: Readonly<Record<string, string>>;
}

/** The ERP's number is entered once, where nobody named it at posting; what corrects it has a reason. */
export function refuseErpNumber(
  { number, named, entered }: ErpNumbered,
  erpNo: string,
  reason: string | undefined,
): ErpNumberRefusal | undefined {
  if (named !== null) return { key: 'voucher.named', facts: { number, erpNo: named } };
  if (entered === null) return undefined;
  if (entered === erpNo) return { key: 'voucher.erp_same', facts: { number, erpNo } };
  return reason === undefined ? { key: 'voucher.erp_entered', facts: { number, erpNo: entered } } : undefined;
}
