import type { Office, SeenCase } from './office.js';

/** What proves that a debt is lost, as [kind, ground]. */
const insolvency = [
  ['contract', 'origin'],
  ['statement', 'inability_to_pay'],
  ['court_announcement', 'bankruptcy'],
] as const;

const judgment = [
  ['contract', 'origin'],
  ['enforcement_ruling', 'inability_to_pay'],
  ['judgment', 'judgment'],
  ['enforcement_ruling', 'judgment'],
] as const;

/** Files what finance asks for on debts that are lost, and the legal manager accepts it; of one in eight nothing can be found this month. */
export async function gatherEvidence(office: Office): Promise<void> {
  const candidates = await office.cases(
    `c.collection in ('financeConfirmation', 'boardReview.docketed') and c.due_on < business_date('C01') - 80
       and jsonb_array_length(c.snapshot #> '{context,evidence}') = 0`,
  );
  const lost = candidates.filter((seen) => office.fateOf(seen) === 'fails' && office.happens(87));
  await office.give(
    'ar_clerk',
    lost.map((seen) => [seen, { type: 'requestEvidence', ground: 'inability_to_pay', note: '请补充证据' }]),
  );
  for (const cases of Map.groupBy(lost, ({ customer }) => customer).values()) await fileFor(office, cases);
}

/** One upload of each document, and one acceptance, for all of a customer's cases. */
async function fileFor(office: Office, cases: readonly SeenCase[]): Promise<void> {
  const [first, ...others] = cases;
  if (!first) return;
  const wasSued = cases.some(({ context }) => context.decided?.outcome === 'legal_action');
  const linked = others.map(({ id }) => id);
  const filed: string[] = [];
  for (const [kind, ground] of wasSued ? judgment : insolvency) {
    const fields = { kind, ground, ...(linked.length > 0 && { cases: linked.join(',') }) };
    const file = { name: `${kind}.pdf`, content: `%PDF-1.4 ${first.document} ${kind} ${ground}` };
    const { id } = office.done(await office.system.api.upload('legal_officer', `/api/v1/cases/${first.id}/evidence`, fields, file));
    filed.push(id);
  }
  for (const evidence of filed) await office.give('legal_manager', [[first, { type: 'acceptEvidence', evidence }]]);
}

/** A suit is brought; some pay under it, of the others legal's means are exhausted after a while. */
export async function sue(office: Office): Promise<void> {
  const sued = await office.cases(`c.collection = 'legalAction'`);
  const fresh = sued.filter(({ context }) => context.legal !== undefined && context.legal.since > office.in(-20));
  await office.give(
    'legal_officer',
    fresh.map((seen) => [seen, { type: 'recordLegalStep', step: 'suit', on: office.today, agency: '锦程律师事务所', amount: '3000.00' }]),
  );
  for (const { document, context } of fresh)
    if (office.happens(30)) office.book.expect({ document, on: office.in(25), amountCents: context.balanceCents });
  const old = sued.filter((seen) => !fresh.includes(seen) && office.happens(60));
  const { taken } = await office.give(
    'legal_manager',
    old.map((seen) => [seen, { type: 'exhaustLegalAction', reason: '终结本次执行' }]),
  );
  for (const { document } of taken) {
    office.book.debt(document).fate = 'fails';
    office.book.forgetPayments(document);
  }
}
