import { ledgerFile, sendFile } from './ledger-files.js';
import { Assessment, schemeForm } from './scorecard/assessment.js';
import type { TrainingSystem } from './training-system.js';

/** What the doors need to be there. */
export interface Furniture {
  caseId: string;
  otherCaseId: string;
  receiptId: string;
  creditId: string;
  derivedReceiptId: string;
  letterId: string;
  /** A role that waits for somebody in charge. */
  roleProposalId: string;
  teamId: string;
  meetingId: string;
  evidenceId: string;
  /** A published overdue list, and one of its rows. */
  listId: string;
  listRowId: string;
  policyId: string;
  /** Proposed, as are the targets. */
  schemeId: string;
  targetsId: string;
  complaintId: string;
  /** An order that the credit policy holds, and an exception that was asked for. */
  holdId: string;
  exceptionId: string;
  /** Proposed. Once it is approved, its voucher is the company's first. */
  provisionId: string;
}

export interface JsonDoor {
  /** As the OpenAPI writes it. */
  operation: string;
  /** Who is let in; nobody signs in for it where it is left out. */
  as?: string;
  path: string;
  /** Nothing is wrong with it. */
  good: Record<string, unknown>;
  /** Every field may be left out. */
  mayBeEmpty?: true;
  /** The rule that refuses it all the same, as things stand. */
  rule?: string;
}

/** Two cases of one customer, a receipt and a credit on account, a receipt that a list of open items has made, a meeting called and a document filed. */
export async function furnish(system: TrainingSystem): Promise<Furniture> {
  await system.receivables(
    { document: 'D1', dueOn: '2026-02-20', amount: '1000.00' },
    { document: 'D2', dueOn: '2026-03-20', amount: '500.00' },
  );
  const [caseId, otherCaseId] = [await system.caseOf('D1'), await system.caseOf('D2')];
  await sendFile(system.api, 'receipts', ledgerFile('receipts', { document: '', instalment: '', amount: '300.00' }));
  await sendFile(system.api, 'credits', ledgerFile('credits', { credit: 'G1', document: '', instalment: '', amount: '300.00' }));
  const list = { document: 'O1', customer: 'K2', dueOn: '2026-12-31' };
  const open = async (asOf: string, ...amounts: string[]) => {
    const rows = amounts.map((openAmount, index) => ({ ...list, document: `O${index}`, openAmount }));
    await sendFile(system.api, 'open_items', ledgerFile('open_items', ...rows), { company: 'C01', asOf });
  };
  await open('2026-06-01', '100.00', '100.00');
  await open('2026-06-10', '99.00', '100.00');
  await system.take('finance_director', caseId, { type: 'docket', reason: '停业' });
  const evidenceId = await system.evidence(caseId, 'contract', 'origin');
  const { body } = await system.api.post('finance_director', '/api/v1/meetings', { company: 'C01' });
  const policy = await system.api.post('admin', '/api/v1/policies', {
    company: 'C01',
    effectiveFrom: '2026-08-01',
    changes: { quorumSeats: 3 },
    reason: '三席齐全',
  });
  const receipt = async (where: string) =>
    (await system.rows<{ id: string }>(`select id from receipts where ${where} order by id limit 1`))[0]?.id;
  return {
    caseId,
    otherCaseId,
    receiptId: (await receipt("receipt = 'R1'")) ?? '',
    creditId: (await system.rows<{ id: string }>(`select id from credits where credit = 'G1'`))[0]?.id ?? '',
    derivedReceiptId: (await receipt('derived')) ?? '',
    letterId: (await system.rows<{ id: string }>(proposedLetter))[0]?.id ?? '',
    roleProposalId: (await system.api.post('admin', '/api/v1/people/hr/roles', { role: 'legal_officer', company: 'C02' })).body.waiting[0]
      .id,
    teamId: (await system.rows<{ id: string }>('select id from teams limit 1'))[0]?.id ?? '',
    meetingId: body.id,
    evidenceId,
    ...(await publishList(system)),
    policyId: policy.body.id,
    ...(await propose(system)),
    ...(await holdOrder(system)),
    provisionId: (await system.api.post('ar_clerk', '/api/v1/provisions', { company: 'C01', month: '2026-05' })).body.id,
  };
}

/** A scheme and targets that wait for their approval, and a complaint that nobody has decided on. */
async function propose(system: TrainingSystem): Promise<Pick<Furniture, 'schemeId' | 'targetsId' | 'complaintId'>> {
  const assessment = new Assessment(system);
  await assessment.post('sales0001', 'salesperson', '2026-06-01');
  const scheme = await system.api.post('hr', '/api/v1/schemes', schemeForm('salesperson', '2026-07-01'));
  const wanted = {
    company: 'C01',
    period: '2026Q3',
    source: 'manual',
    targets: [{ person: 'sales0001', collection: '100.00' }],
    reason: '核定',
  };
  const targets = await system.api.post('hr', '/api/v1/targets/proposals', wanted);
  await assessment.import('complaints', ['C01,T1,K1,sales0001,2026-06-20,over_dunning,']);
  const [complaint] = await system.rows<{ id: string }>('select id from complaints');
  return { schemeId: scheme.body.id, targetsId: targets.body.id, complaintId: complaint?.id ?? '' };
}

async function holdOrder({ api }: TrainingSystem): Promise<Pick<Furniture, 'holdId' | 'exceptionId'>> {
  await sendFile(api, 'orders', ledgerFile('orders', { order: 'H1', orderedOn: '2026-06-30' }));
  const { body } = await api.get('sales_director', '/api/v1/credit/holds');
  const asked = await api.post('sales_director', `/api/v1/credit/holds/${body.items[0].id}/exceptions`, {
    reason: '战略项目',
    endsOn: '2026-07-31',
  });
  return { holdId: body.items[0].id, exceptionId: asked.body.exceptions[0].id };
}

async function publishList({ api }: TrainingSystem): Promise<Pick<Furniture, 'listId' | 'listRowId'>> {
  const { body } = await api.post('ar_clerk', '/api/v1/overdue-lists', { company: 'C01', month: '2026-05' });
  await api.post('ar_clerk', `/api/v1/overdue-lists/${body.id}/publish`);
  const rows = await api.get('ar_clerk', `/api/v1/overdue-lists/${body.id}/rows`);
  return { listId: body.id, listRowId: rows.body.items[0].id };
}

const proposedLetter = `insert into letters (company_id, customer, level, business_date, status)
  values ('C01', 'K1', 2, '2026-06-30', 'proposed') returning id`;

/** Every door that takes a JSON body. */
export function jsonDoors(furniture: Furniture): JsonDoor[] {
  const {
    caseId,
    otherCaseId,
    receiptId,
    creditId,
    derivedReceiptId,
    letterId,
    roleProposalId,
    teamId,
    meetingId,
    evidenceId,
    listId,
    listRowId,
    policyId,
    schemeId,
    targetsId,
    complaintId,
    holdId,
    exceptionId,
    provisionId,
  } = furniture;
  const listRow = `/api/v1/overdue-lists/${listId}/rows/${listRowId}`;
  // Nobody has recorded such a fact.
  const newFact = { note: '新发现关联公司', evidence: evidenceId, fact: 'list_late' };
  return [
    { operation: 'POST /api/v1/sessions', path: '/api/v1/sessions', good: { login: 'hr', password: 'recoup-training' } },
    {
      operation: 'POST /api/v1/me/password',
      as: 'sales0002',
      path: '/api/v1/me/password',
      good: { old: 'recoup-training', new: 'another password' },
    },
    {
      operation: 'POST /api/v1/people',
      as: 'admin',
      path: '/api/v1/people',
      good: { login: 'zhang.san', name: '张三', email: 'zhang@example.cn', language: 'zh-CN', password: 'a long password' },
    },
    {
      operation: 'PATCH /api/v1/people/{login}',
      as: 'admin',
      path: '/api/v1/people/sales0002',
      mayBeEmpty: true,
      good: { name: '李四', email: 'li@example.cn', language: 'en', active: true, password: 'a long password' },
    },
    {
      operation: 'POST /api/v1/people/{login}/roles',
      as: 'admin',
      path: '/api/v1/people/sales0002/roles',
      good: { role: 'hr', company: 'C02' },
    },
    {
      operation: 'POST /api/v1/role-proposals/{id}/reject',
      as: 'general_manager',
      path: `/api/v1/role-proposals/${roleProposalId}/reject`,
      good: { reason: '职责冲突' },
    },
    { operation: 'POST /api/v1/teams', as: 'admin', path: '/api/v1/teams', good: { name: '华东组', manager: 'sales_director' } },
    {
      operation: 'PUT /api/v1/boards/{company}/seats/{seat}',
      as: 'admin',
      path: '/api/v1/boards/C02/seats/sales_director',
      good: { member: 'sales_director', deputy: 'sales_manager' },
    },
    {
      operation: 'POST /api/v1/tokens',
      as: 'admin',
      path: '/api/v1/tokens',
      good: { name: 'ERP', person: 'admin', readOnly: true, days: 30 },
    },
    {
      operation: 'POST /api/v1/stand-ins',
      as: 'admin',
      path: '/api/v1/stand-ins',
      good: { absent: 'sales0001', standIn: 'sales0002', fromOn: '2026-07-01', untilOn: '2026-07-09' },
    },
    {
      operation: 'POST /api/v1/companies',
      as: 'admin',
      path: '/api/v1/companies',
      good: { id: 'C77', name: '恒川精密有限公司', currency: 'CNY', timeZone: 'Asia/Shanghai' },
    },
    {
      operation: 'POST /api/v1/cases/{id}/commands',
      as: 'ar_clerk',
      path: `/api/v1/cases/${otherCaseId}/commands`,
      good: { type: 'recordPromise', amount: '500.00', dueOn: '2026-07-10', by: '王经理', note: '回款前\n再确认 👨‍👩‍👧' },
    },
    {
      operation: 'POST /api/v1/evidence/{id}/cases',
      as: 'legal_manager',
      path: `/api/v1/evidence/${evidenceId}/cases`,
      good: { cases: [otherCaseId] },
    },
    {
      operation: 'POST /api/v1/receipts/{id}/allocations',
      as: 'ar_clerk',
      path: `/api/v1/receipts/${receiptId}/allocations`,
      good: { lines: [{ document: 'D2', instalment: 1, amount: '200.00' }] },
    },
    {
      operation: 'POST /api/v1/credits/{id}/allocations',
      as: 'ar_clerk',
      path: `/api/v1/credits/${creditId}/allocations`,
      good: { lines: [{ document: 'D2', instalment: 1, amount: '200.00' }] },
    },
    {
      operation: 'POST /api/v1/receipts/{id}/classification',
      as: 'ar_clerk',
      path: `/api/v1/receipts/${derivedReceiptId}/classification`,
      good: { as: 'paid' },
    },
    {
      operation: 'POST /api/v1/letters/{id}/record',
      as: 'ar_clerk',
      path: `/api/v1/letters/${letterId}/record`,
      good: { channel: 'courier', sentOn: '2026-06-30', trackingNo: 'SF1' },
      rule: 'letter.nothing_left',
    },
    {
      operation: 'POST /api/v1/letters/{id}/withdraw',
      as: 'ar_clerk',
      path: `/api/v1/letters/${letterId}/withdraw`,
      good: { reason: '客户已付款' },
    },
    {
      operation: 'POST /api/v1/mail/preview',
      as: 'ar_clerk',
      path: '/api/v1/mail/preview',
      good: { notice: 'position_missing', case: caseId, language: 'en' },
    },
    { operation: 'POST /api/v1/outbox/pause', as: 'admin', path: '/api/v1/outbox/pause', good: { company: 'C01' }, mayBeEmpty: true },
    { operation: 'POST /api/v1/outbox/resume', as: 'admin', path: '/api/v1/outbox/resume', good: { company: 'C01' }, mayBeEmpty: true },
    {
      operation: 'PUT /api/v1/companies/{id}/letterhead',
      as: 'admin',
      path: '/api/v1/companies/C01/letterhead',
      mayBeEmpty: true,
      good: { name: '恒川精密有限公司', address: '苏州', phone: '0512-1', bank: '工商银行', account: '1102 0210 0900', contact: '周敏' },
    },
    {
      operation: 'POST /api/v1/companies/{id}/letterhead/confirm',
      as: 'finance_director',
      path: '/api/v1/companies/C01/letterhead/confirm',
      good: { version: '999' },
      rule: 'letterhead.replaced',
    },
    {
      operation: 'PUT /api/v1/teams/{id}/chat',
      as: 'admin',
      path: `/api/v1/teams/${teamId}/chat`,
      good: { webhook: 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1' },
    },
    {
      operation: 'PUT /api/v1/import-profiles/{name}',
      as: 'ar_clerk',
      path: '/api/v1/import-profiles/kingdee',
      good: {
        kind: 'customers',
        encoding: 'gb18030',
        delimiter: ';',
        dateFormat: 'YYYY/M/D',
        decimalMark: '.',
        groupingMark: ',',
        minus: 'behind',
        columns: { customer: '客户编码', name: '客户名称' },
        constants: { grade: 'A' },
      },
    },
    {
      operation: 'POST /api/v1/meetings',
      as: 'finance_director',
      path: '/api/v1/meetings',
      good: { company: 'C01', date: '2026-07-20', newFacts: [{ case: caseId, newFact }] },
      rule: 'vote.new_fact',
    },
    {
      operation: 'POST /api/v1/meetings/circular',
      as: 'finance_director',
      path: '/api/v1/meetings/circular',
      good: { company: 'C01', until: '2026-07-02', cases: [{ case: caseId, newFact }] },
      rule: 'vote.new_fact',
    },
    {
      operation: 'POST /api/v1/meetings/{id}/votes',
      as: 'finance_director',
      path: `/api/v1/meetings/${meetingId}/votes`,
      good: {
        customer: 'K1',
        choice: 'grace',
        reason: '有计划',
        graceMonths: 1,
        nextReviewOn: '2026-08-31',
        forSeat: 'legal_manager',
      },
      rule: 'meeting.not_open',
    },
    {
      operation: 'POST /api/v1/policies',
      as: 'hr',
      path: '/api/v1/policies',
      good: {
        company: 'C01',
        effectiveFrom: '2026-08-01',
        changes: { reviewAfterOverdueDays: 60, writeOffLimit: '300000.00' },
        reason: '缩短\n评审周期',
      },
    },
    {
      operation: 'POST /api/v1/policies/{id}/approve',
      as: 'finance_director',
      path: `/api/v1/policies/${policyId}/approve`,
      good: { reason: '同意' },
      mayBeEmpty: true,
    },
    {
      operation: 'POST /api/v1/policies/{id}/reject',
      as: 'finance_director',
      path: `/api/v1/policies/${policyId}/reject`,
      good: { reason: '过严' },
      rule: 'policy.decided',
    },
    {
      operation: 'POST /api/v1/what-if',
      as: 'finance_director',
      path: '/api/v1/what-if',
      good: { company: 'C01', from: '2026-05-01', until: '2026-06-29', changes: { reviewAfterOverdueDays: 60 } },
    },
    {
      operation: 'PUT /api/v1/calendar/{date}',
      as: 'admin',
      path: '/api/v1/calendar/2026-08-15',
      good: { working: true, reason: '客户要求加班' },
    },
    {
      operation: 'POST /api/v1/meetings/{id}/seats',
      as: 'general_manager',
      path: `/api/v1/meetings/${meetingId}/seats`,
      good: { seat: 'legal_manager', person: 'hr' },
      rule: 'meeting.not_open',
    },
    {
      operation: 'POST /api/v1/commands',
      as: 'ar_clerk',
      path: '/api/v1/commands',
      good: { commands: [{ case: caseId, version: 99, type: 'acceptPlan' }] },
    },
    {
      operation: 'POST /api/v1/overdue-lists',
      as: 'ar_clerk',
      path: '/api/v1/overdue-lists',
      good: { company: 'C01', month: '2026-05' },
      rule: 'list.published_already',
    },
    {
      operation: 'POST /api/v1/overdue-lists/{id}/answers',
      as: 'sales0001',
      path: `/api/v1/overdue-lists/${listId}/answers`,
      good: { answers: [{ row: listRowId, answer: 'object', reason: 'amount', note: '已付', balance: '1.00', owner: 'sales0002' }] },
    },
    {
      operation: 'POST /api/v1/overdue-lists/{id}/rows/{row}/object',
      as: 'sales0001',
      path: `${listRow}/object`,
      good: { reason: 'amount', note: '已付', balance: '1.00', owner: 'sales0002' },
      rule: 'list_row.value_not_asked',
    },
    {
      operation: 'POST /api/v1/overdue-lists/{id}/rows/{row}/accept',
      as: 'ar_clerk',
      path: `${listRow}/accept`,
      mayBeEmpty: true,
      good: { note: '属实', balance: '1.00', owner: 'sales0002' },
      rule: 'list_row.not_in_state',
    },
    {
      operation: 'POST /api/v1/overdue-lists/{id}/rows/{row}/reject',
      as: 'ar_clerk',
      path: `${listRow}/reject`,
      good: { reason: '与账面不符' },
      rule: 'list_row.not_in_state',
    },
    {
      operation: 'POST /api/v1/overdue-lists/{id}/rows/{row}/settle',
      as: 'sales_director',
      path: `${listRow}/settle`,
      good: { outcome: 'ledger', note: '以账面为准' },
      rule: 'list_row.not_in_state',
    },
    {
      operation: 'POST /api/v1/small-balances',
      as: 'finance_director',
      path: '/api/v1/small-balances',
      good: { company: 'C01', cases: [otherCaseId], reason: '尾差' },
    },
    {
      operation: 'POST /api/v1/vouchers/batches',
      as: 'ar_clerk',
      path: '/api/v1/vouchers/batches',
      good: { company: 'C01' },
      rule: 'voucher.nothing_new',
    },
    {
      operation: 'POST /api/v1/provisions',
      as: 'ar_clerk',
      path: '/api/v1/provisions',
      good: { company: 'C01', month: '2026-05', opening: '10.00' },
      rule: 'provision.waiting',
    },
    {
      operation: 'POST /api/v1/provisions/{id}/approve',
      as: 'finance_director',
      path: `/api/v1/provisions/${provisionId}/approve`,
      good: { reason: '复核无误' },
      mayBeEmpty: true,
    },
    {
      operation: 'POST /api/v1/provisions/{id}/reject',
      as: 'finance_director',
      path: `/api/v1/provisions/${provisionId}/reject`,
      good: { reason: '比例有误' },
      rule: 'provision.decided',
    },
    {
      operation: 'POST /api/v1/vouchers/{number}/erp-number',
      as: 'ar_clerk',
      path: '/api/v1/vouchers/1/erp-number',
      good: { company: 'C01', erpNo: '记-0001', reason: '补录' },
    },
    {
      operation: 'POST /api/v1/scorecards/preview',
      as: 'hr',
      path: '/api/v1/scorecards/preview',
      good: {
        company: 'C01',
        person: 'sales0001',
        period: '2026Q2',
        scheme: {
          post: 'salesperson',
          creditGradeCoefficient: true,
          metrics: [{ key: 'overdue_share', weight: '100.0', curve: [{ value: '0.5', score: '120.0' }] }],
        },
        targets: {
          collection: '100.00',
          metrics: [{ key: 'plan_completion', baseline: '0.8', target: '0.9', challenge: '1.2' }],
          members: [{ person: 'sales0002', collection: '100.00' }],
        },
        supposed: {
          surveys: [{ key: 'satisfaction', value: '84.5' }],
          deductions: [{ cause: 'list_late', amount: '100.00', share: 50, settled: false }],
        },
      },
    },
    {
      operation: 'PUT /api/v1/assessed-people/{login}',
      as: 'hr',
      path: '/api/v1/assessed-people/sales0002',
      good: { company: 'C01', post: 'salesperson', channel: 'direct', team: teamId, from: '2026-07-01', reason: '入职' },
    },
    {
      operation: 'POST /api/v1/schemes',
      as: 'hr',
      path: '/api/v1/schemes',
      good: {
        company: 'C01',
        post: 'finance_ar',
        channel: 'direct',
        stage: 'growth',
        periodKind: 'quarter',
        startsOn: '2026-07-01',
        endsOn: '2026-12-31',
        creditGradeCoefficient: false,
        metrics: [
          {
            key: 'overdue_share',
            weight: '100.0',
            curve: [
              { value: '0.5', score: '120.0' },
              { value: '0.9', score: '60.5' },
            ],
          },
        ],
        reward: {
          by: 'total',
          bands: [
            { from: '85.5', factor: '1.2' },
            { from: '0.0', factor: '0.8' },
          ],
        },
        bandReason: '试行\n一年',
        reason: '年度方案',
      },
    },
    {
      operation: 'POST /api/v1/schemes/{id}/approve',
      as: 'finance_director',
      path: `/api/v1/schemes/${schemeId}/approve`,
      mayBeEmpty: true,
      good: { reason: '同意' },
    },
    {
      operation: 'POST /api/v1/schemes/{id}/reject',
      as: 'finance_director',
      path: `/api/v1/schemes/${schemeId}/reject`,
      good: { reason: '权重过高' },
      rule: 'proposal.decided',
    },
    {
      operation: 'POST /api/v1/schemes/{id}/announce',
      as: 'hr',
      path: `/api/v1/schemes/${schemeId}/announce`,
      good: { note: '自七月起执行' },
    },
    {
      operation: 'POST /api/v1/schemes/{id}/acknowledgements',
      as: 'hr',
      path: `/api/v1/schemes/${schemeId}/acknowledgements`,
      good: { person: 'sales0001', note: '纸质签收' },
    },
    {
      operation: 'POST /api/v1/trainings',
      as: 'hr',
      path: '/api/v1/trainings',
      good: {
        company: 'C01',
        topic: '客户信用评估',
        scheme: schemeId,
        heldOn: '2026-06-20',
        heldBy: '郑佳怡',
        participants: [{ person: 'sales0001' }],
      },
    },
    {
      operation: 'POST /api/v1/targets/from-history',
      as: 'hr',
      path: '/api/v1/targets/from-history',
      good: {
        company: 'C01',
        period: '2026Q3',
        post: 'salesperson',
        channel: 'direct',
        years: 1,
        growth: '12.5',
        persons: [{ person: 'sales0002' }],
        reason: '历史数据法',
      },
    },
    {
      operation: 'POST /api/v1/targets/proposals',
      as: 'hr',
      path: '/api/v1/targets/proposals',
      good: {
        company: 'C01',
        period: '2026Q3',
        source: 'benchmark',
        reference: '行业协会 2025 年报',
        targets: [
          {
            person: 'sales0001',
            collection: '100.00',
            metrics: [{ key: 'plan_completion', baseline: '0.8', target: '0.9', challenge: '0.9' }],
          },
          { team: teamId },
        ],
        reason: '行业对标',
      },
    },
    {
      operation: 'POST /api/v1/targets/proposals/{id}/approve',
      as: 'finance_director',
      path: `/api/v1/targets/proposals/${targetsId}/approve`,
      mayBeEmpty: true,
      good: { reason: '同意' },
    },
    {
      operation: 'POST /api/v1/targets/proposals/{id}/reject',
      as: 'finance_director',
      path: `/api/v1/targets/proposals/${targetsId}/reject`,
      good: { reason: '过低' },
      rule: 'proposal.decided',
    },
    {
      operation: 'POST /api/v1/complaints/{id}/uphold',
      as: 'hr',
      path: `/api/v1/complaints/${complaintId}/uphold`,
      good: { reason: '核对属实' },
    },
    {
      operation: 'POST /api/v1/complaints/{id}/dismiss',
      as: 'hr',
      path: `/api/v1/complaints/${complaintId}/dismiss`,
      good: { reason: '查无此事' },
      rule: 'complaint.decided',
    },
    {
      operation: 'POST /api/v1/scorecards/{id}/appeals',
      as: 'sales0001',
      path: '/api/v1/scorecards/C01.2026Q2.sales0001/appeals',
      good: { line: 'satisfaction', reason: '样本不足' },
      rule: 'scorecard.unknown',
    },
    {
      operation: 'POST /api/v1/scorecard-appeals/{id}/accept',
      as: 'general_manager',
      path: '/api/v1/scorecard-appeals/1/accept',
      good: { points: '1.5', reason: '属实' },
      rule: 'appeal.unknown',
    },
    {
      operation: 'POST /api/v1/scorecard-appeals/{id}/reject',
      as: 'general_manager',
      path: '/api/v1/scorecard-appeals/1/reject',
      good: { reason: '不成立' },
      rule: 'appeal.unknown',
    },
    {
      operation: 'POST /api/v1/assessment-periods/{period}/close',
      as: 'hr',
      path: '/api/v1/assessment-periods/2026Q2/close',
      good: { company: 'C01' },
      rule: 'period.not_over',
    },
    {
      operation: 'POST /api/v1/assessment-periods/{period}/payroll',
      as: 'hr',
      path: '/api/v1/assessment-periods/2026Q2/payroll',
      good: {
        company: 'C01',
        format: 'csv',
        pay: [{ person: 'sales0001', monthly: '8000.00', bonusBase: '3000.00', perPoint: '100.00' }],
      },
      rule: 'period.not_closed',
    },
    {
      operation: 'POST /api/v1/assessment/what-if',
      as: 'hr',
      path: '/api/v1/assessment/what-if',
      good: {
        company: 'C01',
        period: '2026Q2',
        post: 'salesperson',
        metrics: [
          {
            key: 'overdue_share',
            weight: '60.0',
            curve: [
              { value: '0.0', score: '120.0' },
              { value: '0.2', score: '0.0' },
            ],
          },
          { key: 'satisfaction', weight: '40.0' },
        ],
      },
    },
    {
      operation: 'POST /api/v1/credit/checks/preview',
      as: 'sales0001',
      path: '/api/v1/credit/checks/preview',
      good: { company: 'C01', customer: 'K1', amount: '100.00', currency: 'CNY', termDays: 30 },
    },
    {
      operation: 'POST /api/v1/credit/holds/{id}/securities',
      as: 'ar_clerk',
      path: `/api/v1/credit/holds/${holdId}/securities`,
      good: { kind: 'prepayment', amount: '1.00', receivedOn: '2026-06-30', reference: 'YF-1', note: '电汇' },
    },
    {
      operation: 'POST /api/v1/credit/holds/{id}/exceptions',
      as: 'sales_director',
      path: `/api/v1/credit/holds/${holdId}/exceptions`,
      good: { reason: '战略项目', endsOn: '2026-07-31' },
      rule: 'credit.waiting',
    },
    {
      operation: 'POST /api/v1/credit/exceptions/{id}/approve',
      as: 'finance_director',
      path: `/api/v1/credit/exceptions/${exceptionId}/approve`,
      good: { reason: '同意' },
      mayBeEmpty: true,
    },
    {
      operation: 'POST /api/v1/credit/exceptions/{id}/reject',
      as: 'finance_director',
      path: `/api/v1/credit/exceptions/${exceptionId}/reject`,
      good: { reason: '额度已用尽' },
      rule: 'credit.decided',
    },
    { operation: 'POST /api/v1/training/clock', as: 'admin', path: '/api/v1/training/clock', good: { date: '2026-07-09' } },
  ];
}
