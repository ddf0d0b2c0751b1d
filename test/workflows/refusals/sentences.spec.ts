import { describe, expect, it } from '@jest/globals';
import { languages } from '../../../src/platform/i18n/language.js';
import { readLocales } from '../../../src/platform/i18n/locales.js';
import { Texts } from '../../../src/platform/i18n/texts.js';
import type { Actor } from '../../../workflows/collection-case/actor.js';
import type { CommandType } from '../../../workflows/collection-case/commands.js';
import { openedCase } from '../../../workflows/collection-case/context.js';
import { refuseRole } from '../../../workflows/collection-case/permissions.js';
import { newReceivable } from '../model/opening.js';
import { examples } from './examples.js';

const texts = new Texts();

/** A placeholder that was not filled, or the key of a part that is not there. */
const unfinished = /\{\{|\$t\(|[a-z]\.[a-z]/i;

describe.each(languages)('In %s a refusal', (language) => {
  it.each(examples)('says $key: $rule', ({ key, facts }) => {
    const sentence = texts.say(language, `refusals:${key}`, facts);
    expect(sentence).toMatch(language === 'en' ? /^[“\w].*\.$/ : /\p{Script=Han}.*。$/u);
    expect(sentence).not.toMatch(unfinished);
  });

  it.each(commandTypes())('by role says who may %s', (type) => {
    const sentence = texts.say(language, 'refusals:role.not_allowed', { command: type });
    expect(sentence).not.toMatch(unfinished);
    for (const party of partiesOf(type)) expect(sentence).toContain(texts.say(language, `refusals:party.${party}`));
  });
});

/** All commands have a name on the screen; only the opening of a case is none that could be refused. */
function commandTypes(): CommandType[] {
  const names = (readLocales().en.cases?.command ?? {}) as Record<CommandType | 'openCase', string>;
  return (Object.keys(names) as (CommandType | 'openCase')[]).filter((type) => type !== 'openCase');
}

/** Whom the rules name when they refuse somebody without any part in the company. */
function partiesOf(type: CommandType): readonly string[] {
  const board = { member: [], deputy: [], sits: [] };
  const nobody: Actor = { kind: 'person', login: 'x', roles: [], ownsCase: false, managesOwner: false, board };
  const refused = refuseRole(type, nobody, openedCase(newReceivable), 'salesFollowUp');
  return (refused?.facts.allowed ?? []) as readonly string[];
}
