import Handlebars from 'handlebars';
import { addDays, daysBetween } from '../../../workflows/calendar/dates.js';
import type { Language } from '../../platform/i18n/language.js';
import type { Texts } from '../../platform/i18n/texts.js';
import { shortDay } from '../../platform/i18n/written.js';
import { type AgeEvent, longAgeSvg } from '../../platform/pages/age-long-svg.js';
import type { DecisionPaper } from '../../review-board/papers/papers.shapes.js';

interface Instalment {
  dueOn: string;
  amount: string;
}

interface Promised extends Instalment {
  state: 'live' | 'kept' | 'broken' | 'withdrawn';
}

interface Receipt {
  valueDate: string;
  currency: string;
  amount: string;
  reversedOn: string | null;
}

interface Document {
  id: string;
  kind: string;
  ground: string;
  fileName: string;
  state: 'accepted' | 'waiting' | 'withdrawn';
  counts: boolean;
}

interface Letter {
  level: number;
  sentOn: string;
}

const tickDays = 90;
const endDays = 180;
const promiseShown = 5;

/** The decision paper as the board reads it; what it says comes from `DecisionPapers`. @param name of a login */
export function paperView(paper: DecisionPaper, today: string, texts: Texts, language: Language, name: (login: string) => string): object {
  const { plan, position, view, promises, payments, precedents, evidence, attribution } = paper;
  const promised = promises as Promised[];
  const said = position as { position: string; note: string; by: string; on: string; expectedOn?: string } | null;
  const judged = view as { view: string; by: string; on: string } | null;
  const planned = plan as { accepted: boolean; instalments: Instalment[] } | null;
  const { standing, receipts } = payments as { standing: { currency: string }[]; receipts: Receipt[] };
  const shares = (attribution as { shares: { person?: string }[] } | null)?.shares;
  const { latest, ...attempts } = paper.attempts as { latest: { by: string; with?: string; note?: string }[] };
  return {
    ...paper,
    ageBar: new Handlebars.SafeString(ageBar(paper, today, texts, language)),
    position: said && { ...said, byName: name(said.by) },
    view: judged && { ...judged, byName: name(judged.by), isBad: judged.view === 'bad' },
    plan: planned && { ...planned, lastOn: planned.instalments.at(-1)?.dueOn },
    attempts: { ...attempts, latest: latest.map((one) => ({ ...one, byName: name(one.by) })) },
    promises: promised.slice(-promiseShown),
    promisesMade: promised.length,
    promisesKept: promised.filter(({ state }) => state === 'kept').length,
    evidence: { ...evidence, documents: (evidence.documents as Document[]).filter(({ state }) => state !== 'withdrawn') },
    standing: standing.filter(({ currency }) => currency === paper.currency),
    receipts: receipts.slice(0, promiseShown),
    attribution: attribution && {
      ...attribution,
      shares: shares?.map((share) => ({ ...share, name: share.person && name(share.person) })),
    },
    precedents,
    outcomes: countedBy(precedents),
    limitation: { ...paper.limitation, isNear: paper.limitation.daysLeft <= tickDays },
  };
}

function countedBy(precedents: DecisionPaper['precedents']): { outcome: string; count: number; settled: number }[] {
  const outcomes = [...new Set(precedents.map(({ outcome }) => outcome))];
  return outcomes.map((outcome) => {
    const alike = precedents.filter((one) => one.outcome === outcome);
    return { outcome, count: alike.length, settled: alike.filter(({ settledOn }) => settledOn !== null).length };
  });
}

function ageBar(paper: DecisionPaper, today: string, texts: Texts, language: Language): string {
  const say = (key: string, facts: Record<string, unknown> = {}) => texts.say(language, `board:age.${key}`, facts);
  const { dueOn, overdueDays: days } = paper;
  const at = (on: string) => daysBetween(dueOn, on);
  const events: AgeEvent[] = [
    ...(paper.letters as Letter[]).map(({ level, sentOn }) => ({ day: at(sentOn), label: say('letter', { level }) })),
    ...(paper.promises as Promised[]).flatMap((one) =>
      one.state === 'broken' ? [{ day: at(one.dueOn), label: say('broken'), tone: 'late' as const }] : [],
    ),
    ...(paper.attempts as { latest: { on?: string }[] }).latest.flatMap(({ on }) =>
      on === undefined ? [] : [{ day: at(on), label: say('attempt'), tone: 'small' as const }],
    ),
  ];
  const happened = events.filter(({ tone }) => tone !== 'small').map(({ label, day }) => say('at', { label, day }));
  const on = (age: number) => shortDay(addDays(dueOn, age), language);
  return longAgeSvg({
    days,
    events: events.filter(({ day }) => day <= daysBetween(dueOn, today)),
    label: [texts.say(language, 'pages:overdueDays', { days }), ...happened].join(say('and')),
    due: say('due', { on: dueOn }),
    tick: say('days', { days: tickDays }),
    tickOn: on(tickDays),
    now: say('days', { days }),
    end: say('days', { days: endDays }),
    endOn: on(endDays),
  });
}
