import { Injectable } from '@nestjs/common';
import type { StoredCase } from '../../workflows/collection-case/decide.js';
import { checklist } from '../../workflows/evidence/checklist.js';
import { CaseReader } from '../cases/case-reader.js';
import type { CurrentPerson } from '../people/current-person.js';
import { Problem } from '../platform/errors/problem.js';
import type { ChecklistAnswer, DecisionAnswer } from './checklist.shapes.js';
import { type FiledDocument, FiledDocuments } from './filed-documents.js';

/** What a case's bad debt has and lacks, by the rule that the board itself is held to. */
@Injectable()
export class Checklists {
  constructor(
    private readonly reader: CaseReader,
    private readonly documents: FiledDocuments,
  ) {}

  /** @throws Problem 404 `case.unknown`; 403 `evidence.hidden` for who sees the case without its evidence */
  async of(caseId: string, person: CurrentPerson): Promise<ChecklistAnswer> {
    const { found, day } = await this.reader.withDay(caseId, person);
    if (!found.showsEvidence) throw new Problem(403, 'evidence.hidden', { case: caseId });
    const { context } = found.stored;
    const list = checklist(context.evidence, context, day.date, day.rules.policy);
    const decision = decisionOf(found.stored, list.carries);
    return {
      case: caseId,
      businessDate: day.date,
      ...list,
      ...(decision && { decision }),
      documents: (await this.documents.of(found.companyId, context.evidence)).map(documentAnswer),
    };
  }
}

function decisionOf({ context: { writeOff, evidence } }: StoredCase, stillCarried: boolean): DecisionAnswer | undefined {
  if (!writeOff || writeOff.waived) return undefined;
  const withdrawn = evidence.filter(({ acceptedBy, withdrawnReason }) => acceptedBy !== undefined && withdrawnReason !== undefined);
  return { resolvedOn: writeOff.resolvedOn, stillCarried, withdrawn: withdrawn.map(({ id }) => id) };
}

function documentAnswer(document: FiledDocument): ChecklistAnswer['documents'][number] {
  const { id, kind, ground, fileName, issuer, documentDate, sha256, attachedBy, attachedOn, acceptedBy, withdrawnReason } = document;
  return {
    ...{ id, kind, ground, fileName, issuer, documentDate, sha256, attachedBy, attachedOn },
    acceptedBy: acceptedBy ?? null,
    withdrawnReason: withdrawnReason ?? null,
  };
}
