import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { commandForms } from '../src/cases/forms/command-forms.js';
import { type FormField, fieldsOf } from '../src/cases/forms/form-fields.js';
import { typedBody, withoutBlankRows } from '../src/cases/forms/typed-body.js';
import { EvidenceForm } from '../src/evidence/evidence.shapes.js';
import { languages } from '../src/platform/i18n/language.js';
import { Texts } from '../src/platform/i18n/texts.js';
import { wordsOf } from '../src/workbench/case/form-view.js';
import { goodCommands } from './support/good-commands.js';

const texts = new Texts();
const forms = Object.entries({ ...commandForms, attachEvidence: EvidenceForm }).map(([type, form]) => ({ type, fields: fieldsOf(form) }));
const every = forms.flatMap(({ fields }) => fields.flatMap(withInner));

describe('The forms of the case page', () => {
  it.each(languages)('have a label for every field in %s', (language) => {
    expect(every.filter(({ name }) => !texts.has(language, `forms:field.${name}`)).map(({ name }) => name)).toEqual([]);
  });

  it.each(languages)('have a word for every choice in %s', (language) => {
    const missing = every.flatMap(({ name, choices }) =>
      choices.map((choice) => wordsOf(name, choice)).filter((key) => !texts.has(language, key)),
    );
    expect(missing).toEqual([]);
  });

  it.each(languages)('have a name in %s', (language) => {
    expect(forms.filter(({ type }) => !texts.has(language, `cases:command.${type}`))).toEqual([]);
  });

  it.each(Object.entries(goodCommands))('of %s sends what the API takes, typed into a form', (type, command) => {
    const fields = fieldsOf(commandForms[type as keyof typeof commandForms]);
    const { type: _, ...body } = command;
    expect(typedBody(fields, asTyped(body))).toEqual(body);
  });
});

describe('What is typed', () => {
  const plan = fieldsOf(commandForms.proposePlan);

  it('may have separators in amounts and blanks around it', () => {
    const typed = { amount: ' 1,234，567.50 ', dueOn: '2026-09-30', by: '  王经理 ' };
    expect(typedBody(fieldsOf(commandForms.recordPromise), typed)).toEqual({ amount: '1234567.50', dueOn: '2026-09-30', by: '王经理' });
  });

  it('is left out when it is blank, rows too', () => {
    const typed = { 'instalments.0.dueOn': '', 'instalments.0.amount': ' ', 'instalments.2.dueOn': '2026-10-15', note: ' ' };
    expect(typedBody(plan, typed)).toEqual({ instalments: [{ dueOn: '2026-10-15' }] });
    expect(withoutBlankRows(plan, typed)).toMatchObject({ 'instalments.0.dueOn': '2026-10-15' });
  });

  it('stays text where it is no number, for the shape to refuse', () => {
    expect(typedBody(fieldsOf(commandForms.recordLetter), { level: 'zwei' })).toEqual({ level: 'zwei' });
  });
});

function withInner(field: FormField): FormField[] {
  return [field, ...field.inner.flatMap(withInner)];
}

/** As a browser sends it. */
function asTyped(value: object, prefix = ''): Record<string, string | string[]> {
  return Object.assign(
    {},
    ...Object.entries(value).map(([name, one]) => {
      if (Array.isArray(one) && typeof one[0] === 'string') return { [`${prefix}${name}`]: one };
      return typeof one === 'object' ? asTyped(one, `${prefix}${name}.`) : { [`${prefix}${name}`]: String(one) };
    }),
  );
}
