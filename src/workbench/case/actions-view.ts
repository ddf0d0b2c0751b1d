import { isFormType } from '../../cases/forms/command-forms.js';
import { sayRefusal } from '../../cases/say-refusal.js';
import type { CaseLooked } from './case-look.js';

/** The first that somebody may do is what the page offers first. */
const byUrgency = [
  ...[
    'castVote',
    'approveWriteOff',
    'postWriteOff',
    'confirmCorrection',
    'acceptAttribution',
    'decideAttribution',
    'confirm',
    'acceptPlan',
  ],
  ...[
    'acceptEvidence',
    'logAttempt',
    'reportPosition',
    'recordPromise',
    'attachEvidence',
    'recordLegalStep',
    'recordLetter',
    'proposePlan',
  ],
  ...['resolveDispute', 'raiseDispute', 'proposeAttribution', 'contestAttribution', 'appealAttribution', 'requestEvidence', 'docket'],
  ...['returnToSales', 'withdrawPromise', 'pause', 'reassign', 'correctFacts'],
];
const shownAtOnce = 5;
const keys: Readonly<Record<string, string>> = { logAttempt: 'l', recordPromise: 'p' };

/** Asked in these lines, by whoever may: the rest are meetings', imports' and the night's. */
export function hasForm(type: string): boolean {
  return isFormType(type) || type === 'attachEvidence';
}

/** What the person may do now, the most urgent first, and what a rule refuses beforehand, with its sentence. */
export function actionsView({ found, possible, telling }: CaseLooked, doing: string | undefined): object {
  const say = sayRefusal(telling.texts, telling.language);
  const allowed = possible.allowed.filter(hasForm).toSorted((one, other) => urgency(one) - urgency(other));
  const actions = allowed.map((type) => ({ type, path: `/cases/${found.caseId}?do=${type}`, key: keys[type], isOpen: type === doing }));
  const refused = possible.refused
    .filter(({ type }) => hasForm(type))
    .map(({ type, refusal }) => ({ type, code: refusal.key, ...apart(say(refusal.key, refusal.facts)) }));
  const [primary, ...rest] = actions;
  return { primary, shown: rest.slice(0, shownAtOnce), more: rest.slice(shownAtOnce), refused, none: allowed.length === 0 };
}

function urgency(type: string): number {
  const place = byUrgency.indexOf(type);
  return place === -1 ? byUrgency.length : place;
}

/** What is not possible, and what would make it so: our sentences part the two by a semicolon. */
function apart(sentence: string): { what: string; remedy: string } {
  const at = sentence.search(/[；;]/);
  return at === -1 ? { what: sentence, remedy: '' } : { what: sentence.slice(0, at), remedy: sentence.slice(at + 1).trim() };
}
