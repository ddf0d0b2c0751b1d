import { AssessmentPeriods } from '../../../src/assessment/closing/assessment-periods.js';
import { CountedCards } from '../../../src/assessment/review/counted-cards.js';
import { CountedMoney } from '../../../src/audit/counted-money.js';
import { CaseDesk } from '../../../src/cases/case-desk.js';
import { ListDrafts } from '../../../src/overdue-lists/list-drafts.js';
import { Publication } from '../../../src/overdue-lists/publication.js';
import type { CurrentPerson } from '../../../src/people/current-person.js';
import { Database } from '../../../src/platform/database/database.js';
import { CountedSchedules } from '../../../src/receivables/commercial/counted-schedules.js';
import { Meetings } from '../../../src/review-board/meetings.js';
import type { Role } from '../../../workflows/collection-case/actor.js';
import { company, today } from '../ledger.js';
import { agendaItems, periods } from '../rooms.js';
import type { Task } from '../worker-main.js';
import { type OnDatabase, openApplication } from './application.js';

/** What the rooms make themselves: two monthly lists, an agenda that is voted on, a period that is closed. */
export async function rooms({ url }: OnDatabase): Promise<Task<undefined>> {
  const app = await openApplication(url);
  const database = app.get(Database);
  const say = (what: string) => console.error(`  ${what}`);

  const publishLists = async () => {
    for (const month of ['2026-07', '2026-08']) {
      say(`the list of ${month}`);
      await database.transaction(async (tx) => {
        const { id } = await app.get(ListDrafts).draftAnew(tx, person('ar_clerk'), company, month);
        await app.get(Publication).publish(tx, person('ar_clerk'), id, undefined);
      });
    }
  };
  const openMeeting = async () => {
    say(`a meeting about ${agendaItems} cases`);
    const found = await database.query<{ id: string }>(
      `select id from cases where company_id = $1 and collection = 'financeConfirmation' order by id limit $2`,
      [company, agendaItems],
    );
    const command = { type: 'docket', reason: '逾期已久' } as const;
    const answers = await app.get(CaseDesk).submit(
      found.map(({ id }) => ({ companyId: company, caseId: id, version: 'any', command })),
      { kind: 'person', person: person('finance_director') },
    );
    const refused = answers.filter(({ accepted }) => !accepted);
    if (refused.length > 0) throw new Error(`${refused.length} cases were not docketed: ${JSON.stringify(refused[0])}`);
    const [meeting] = await database.query<{ id: string }>(`select id from meetings where company_id = $1 and status = 'called'`, [
      company,
    ]);
    await app.get(Meetings).open(person('finance_director'), meeting?.id ?? '');
  };
  const closePeriod = async () => {
    say(`the close of ${periods.closed}`);
    await app.get(AssessmentPeriods).close(company, periods.closed, person('hr'), 'en');
  };
  const countNight = async () => {
    say('what a night counts');
    await app.get(CountedSchedules).count(company, today);
    await app.get(CountedCards).count(company, today);
    await app.get(CountedMoney).count(company, today);
  };
  return {
    info: undefined,
    run: async () => {
      await publishLists();
      await openMeeting();
      await closePeriod();
      await countNight();
    },
    close: () => app.close(),
  };
}

/** Whose login is the role, as in training. */
function person(role: Role): CurrentPerson {
  return { login: role, name: role, language: 'zh-CN', grants: [{ role, companyId: null }], standsInFor: [], seats: [], sessionId: '0' };
}
