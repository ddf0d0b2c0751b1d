import Handlebars from 'handlebars';
import { addDays, daysBetween } from '../../../workflows/calendar/dates.js';
import { disagree } from '../../../workflows/collection-case/changes/follow-up.js';
import { overdueDays } from '../../../workflows/collection-case/context.js';
import { collectionPath } from '../../../workflows/collection-case/decide.js';
import { limitationEnd } from '../../../workflows/dunning/limitation.js';
import { word } from '../../cases/timeline/entry-sentence.js';
import { plainMarks } from '../../cases/timeline/marks.js';
import { dateIn, money } from '../../platform/i18n/written.js';
import { type AgeEvent, longAgeSvg } from '../../platform/pages/age-long-svg.js';
import { customerRoles } from '../../receivables/customer-scope.js';
import { customerPath } from '../paths.js';
import type { CaseLooked } from './case-look.js';

const stationsOf: Readonly<Record<string, string>> = {
  salesFollowUp: 'followUp',
  financeConfirmation: 'confirmation',
  boardReview: 'board',
  gracePeriod: 'course',
  legalAction: 'course',
  writeOff: 'end',
  writtenOff: 'end',
  settled: 'end',
  cancelled: 'end',
};
const stations = ['followUp', 'confirmation', 'board', 'course', 'end'];
const tickDays = 90;
const endDays = 180;

/** Who owes how much since when, and where the case is. */
export function headView(looked: CaseLooked): object {
  const { found, day, sale, telling, told } = looked;
  const { context, value } = found.stored;
  const roles = told.by.kind === 'person' ? told.by.roles : [];
  const { position, view } = context;
  const limitation = limitationEnd(context, day.rules.policy);
  const said = { ...telling, marks: plainMarks };
  return {
    id: found.caseId,
    customer: context.customer,
    customerName: sale.customerName,
    ...(roles.some((role) => customerRoles.some((one) => one === role)) && {
      customerPath: customerPath(found.companyId, context.customer),
    }),
    state: value,
    document: context.document,
    instalment: context.instalment,
    contract: sale.contract,
    owner: telling.name(context.owner),
    grade: sale.grade,
    creditLimit: sale.creditLimit,
    termDays: sale.termDays,
    channel: sale.channel,
    strategic: sale.strategic,
    currency: context.currency,
    balance: money(context.balanceCents),
    amount: money(context.amountCents),
    received: some(context.receivedCents),
    credited: some(context.creditedCents),
    writtenOff: some(context.writtenOffCents),
    recovered: some(context.recoveredCents),
    limitation: context.balanceCents > 0 ? { on: limitation, days: daysBetween(day.date, limitation) } : undefined,
    nextDate: found.nextDate,
    position: position && { word: word('position', position.position, said), expectedOn: position.expectedOn },
    view: view && { word: word('view', view.view, said), isBad: view.view === 'bad' },
    disagree: view !== undefined && disagree(context, view.view),
    ageBar: new Handlebars.SafeString(ageBar(looked)),
    course: courseView(looked),
  };
}

function some(cents: number): string | undefined {
  return cents > 0 ? money(cents) : undefined;
}

function ageBar({ found, day, sale, course, telling }: CaseLooked): string {
  const { context } = found.stored;
  const { texts, language } = telling;
  const say = (key: string, facts: Record<string, unknown> = {}) => texts.say(language, `casepage:age.${key}`, facts);
  const days = overdueDays(context, day.date);
  const at = (on: string) => daysBetween(context.dueOn, on);
  const said = { ...telling, marks: plainMarks };
  const events: AgeEvent[] = [
    ...context.letters.map(({ level, sentOn }) => ({
      day: at(sentOn),
      label: say('letter', { level: word('level', String(level), said) }),
    })),
    ...sale.money.map(({ on, kind }) => ({ day: at(on), label: say(kind), tone: 'in' as const })),
    ...context.promises.map(({ dueOn, state }) => ({
      day: at(dueOn),
      label: say(state === 'broken' ? 'broken' : 'promise'),
      ...(state === 'broken' && { tone: 'late' as const }),
    })),
    ...course.attempts.map(({ on, channel }) => ({ day: at(on), label: word('channel', channel, said), tone: 'small' as const })),
  ];
  const on = (age: number) => dateIn(addDays(context.dueOn, age), language, day.date);
  const graceFrom = context.grace && context.grace.brokenOn === undefined ? at(context.grace.from) : undefined;
  const happened = events.filter(({ tone }) => tone !== 'small').map((event) => say('at', { label: event.label, day: event.day }));
  return longAgeSvg({
    days: Math.max(0, days),
    graceFromDays: graceFrom,
    events,
    label: [say('label', { days }), ...happened].join(texts.say(language, 'timeline:and')),
    due: say('due', { on: context.dueOn }),
    tick: say('days', { days: tickDays }),
    tickOn: on(tickDays),
    now: say('days', { days }),
    end: say('days', { days: endDays }),
    endOn: on(endDays),
  });
}

/** The way as five stations: those that the case came by, with the day on which it did so last. */
function courseView({ found, day, course, telling }: CaseLooked): object[] {
  const { language } = telling;
  const now = collectionPath(found.stored.value).split('.', 1)[0] ?? '';
  const visits = new Map<string, { on: string; times: number; last: string }>();
  let before = '';
  for (const { on, state } of course.reached) {
    const top = collectionPath(state).split('.', 1)[0] ?? '';
    const station = stationsOf[top] ?? '';
    if (top !== before) visits.set(station, { on, times: (visits.get(station)?.times ?? 0) + 1, last: top });
    before = top;
  }
  return stations.map((name) => {
    const visit = visits.get(name);
    const isNow = stationsOf[now] === name;
    return {
      name:
        visit && (name === 'course' || name === 'end')
          ? `cases:badge.${visit.last}${visit.last === 'writeOff' ? '.awaitingApproval' : ''}`
          : `casepage:station.${name}`,
      on: visit && dateIn(visit.on, language, day.date),
      times: visit && visit.times > 1 ? visit.times : undefined,
      isNow,
      isGrace: isNow && now === 'gracePeriod',
      isEnded: isNow && (now === 'settled' || now === 'cancelled' || now === 'writtenOff'),
      kind: isNow ? 'now' : visit ? 'done' : 'hop',
    };
  });
}
