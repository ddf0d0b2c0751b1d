import { isFormType } from '../../cases/forms/command-forms.js';
import { factsOf } from '../../cases/refusal-problem.js';
import type { CaseLooked } from './case-look.js';
import { offersOf } from './form-offers.js';
import { capital, readable, titleOf } from './said.js';

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

/** What these are about: with nothing of it there is nothing to do. */
const about: Readonly<Record<string, string>> = {
  withdrawPromise: 'promise',
  confirmCorrection: 'correction',
  acceptEvidence: 'evidence',
  withdrawEvidence: 'evidence',
};

/** What the person may do now, the most urgent first, and what a rule refuses beforehand, with its sentence. */
export function actionsView(looked: CaseLooked, doing: string | undefined): object {
  const { found, possible, telling } = looked;
  const { texts, language } = telling;
  const title = (type: string) => titleOf(type, texts, language);
  const isAboutSomething = (type: string) => {
    const named = about[type];
    return named === undefined || (offersOf(type, looked)[named] ?? []).length > 0;
  };
  const actions = possible.allowed
    .filter((type) => hasForm(type) && isAboutSomething(type))
    .toSorted((one, other) => urgency(one) - urgency(other))
    .map((type) => ({ title: title(type), path: `/cases/${found.caseId}?do=${type}`, key: keys[type], isOpen: type === doing }));
  const refused = possible.refused
    .filter(({ type }) => hasForm(type))
    .map(({ type, refusal }) => {
      const sentence = texts.say(language, `refusals:${refusal.key}`, readable(factsOf(refusal.facts)));
      return { type, title: title(type), code: refusal.key, ...apart(sentence) };
    });
  const [primary, ...rest] = actions;
  return { primary, shown: rest.slice(0, shownAtOnce), more: rest.slice(shownAtOnce), refused, none: actions.length === 0 };
}

function urgency(type: string): number {
  const place = byUrgency.indexOf(type);
  return place === -1 ? byUrgency.length : place;
}

/** What is not possible, and what would make it so: our sentences part the two by a semicolon. */
function apart(sentence: string): { what: string; remedy: string } {
  const at = sentence.search(/[；;]/);
  return at === -1 ? { what: sentence, remedy: '' } : { what: sentence.slice(0, at), remedy: capital(sentence.slice(at + 1).trim()) };
}
