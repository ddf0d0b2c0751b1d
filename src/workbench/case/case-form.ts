import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { commandForms, isFormType } from '../../cases/forms/command-forms.js';
import { type FormField, fieldsOf } from '../../cases/forms/form-fields.js';
import { irreversible } from '../../cases/forms/irreversible.js';
import type { TypedForm } from '../../cases/forms/typed-body.js';
import type { ToldLine } from '../../cases/timeline/case-timeline.js';
import { EvidenceForm } from '../../evidence/evidence.shapes.js';
import { Names } from '../../people/names.js';
import type { ProblemBody } from '../../platform/errors/problem.filter.js';
import type { CaseLooked } from './case-look.js';
import { beginningOf, offersOf, peopleFor } from './form-offers.js';
import { fieldViews } from './form-view.js';
import { titleOf } from './said.js';
import { shown } from './timeline-view.js';

/** A form that was sent and not taken. */
export interface Refused {
  readonly typed: TypedForm;
  readonly problem: ProblemBody;
  /** What changed since the person looked, when that is the reason. */
  readonly changes?: readonly ToldLine[];
  /** The sentence stands there, and the cursor with it where no field is wrong: on a small screen it would be out of sight. */
  readonly besideButton?: boolean;
}

const evidenceFields = fieldsOf(EvidenceForm);

/** The fields of a command's form; undefined for what has none. */
export function formOf(type: string): FormField[] | undefined {
  if (type === 'attachEvidence') return evidenceFields;
  return isFormType(type) ? fieldsOf(commandForms[type]) : undefined;
}

/** Makes the form of any command from its shape. */
@Injectable()
export class CaseForm {
  constructor(private readonly names: Names) {}

  /** @param refused the form comes again with what was typed and what is wrong with it */
  async view(type: string, looked: CaseLooked, back: string, refused?: Refused): Promise<object | undefined> {
    const fields = formOf(type);
    if (!fields) return undefined;
    const { found, telling } = looked;
    const { texts, language } = telling;
    const { problem, changes, besideButton = false } = refused ?? {};
    const errors = Object.fromEntries((problem?.errors ?? []).map(({ field, message }) => [field, message]));
    const isEvidence = type === 'attachEvidence';
    const buttonFirst = besideButton && Object.keys(errors).length === 0;
    const own = `forms:do.${type}`;
    return {
      type,
      multipart: isEvidence,
      action: isEvidence ? `/cases/${found.caseId}/evidence` : `/cases/${found.caseId}/do/${type}`,
      version: found.version,
      // A new one each time: the same form sent twice is one command, a mended one is another.
      key: randomUUID(),
      back,
      fields: fieldViews(
        fields,
        { type, typed: refused?.typed ?? beginningOf(type, looked), errors, offers: offersOf(type, looked), noCursor: buttonFirst },
        texts,
        language,
      ),
      people: await peopleFor(this.names, fields, found.companyId),
      confirm: irreversible.some((one) => one === type),
      confirmError: errors.confirmed,
      fileError: errors.file,
      problem:
        problem &&
        !changes &&
        (problem.errors?.length ? { ...problem, detail: texts.say(language, 'forms:wrong', { count: problem.errors.length }) } : problem),
      stale: changes?.map(shown),
      title: titleOf(type, texts, language),
      submit: texts.has(language, own) ? texts.say(language, own) : titleOf(type, texts, language),
      leave: back,
      besideButton,
      buttonFirst,
    };
  }
}
