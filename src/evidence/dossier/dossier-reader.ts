import { Injectable } from '@nestjs/common';
import type { Role } from '../../../workflows/collection-case/actor.js';
import { acceptedEvidence, type CaseContext, overdueDays, type WriteOff } from '../../../workflows/collection-case/context.js';
import { collectionPath } from '../../../workflows/collection-case/decide.js';
import { completeGrounds, missingForBadDebt } from '../../../workflows/evidence/grounds.js';
import { taxPart } from '../../../workflows/evidence/tax-part.js';
import { CaseReader } from '../../cases/case-reader.js';
import type { SeenCase } from '../../cases/case-view.js';
import { RulesInForce } from '../../cases/rules-in-force.js';
import { requireRole } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Database } from '../../platform/database/database.js';
import { Problem } from '../../platform/errors/problem.js';
import { FiledDocuments } from '../filed-documents.js';
import type { DossierContent } from './dossier-content.js';
import { DossierJournal, type Recorded } from './dossier-journal.js';
import { documentPath } from './dossier-paths.js';

/** Sales see the documents of their cases one by one; the whole, with everybody's votes and reasons, is for these. */
export const dossierReaders: readonly [Role, ...Role[]] = [
  'ar_clerk',
  'finance_director',
  'sales_director',
  'legal_officer',
  'legal_manager',
  'general_manager',
  'auditor',
];

/** Puts together what the dossier of a bad debt says. */
@Injectable()
export class DossierReader {
  constructor(
    private readonly cases: CaseReader,
    private readonly documents: FiledDocuments,
    private readonly journal: DossierJournal,
    private readonly rules: RulesInForce,
    private readonly database: Database,
  ) {}

  /**
   * @throws Problem 404 `case.unknown`, 403 `role.required`, `evidence.hidden`, 409 `dossier.not_resolved` for a case that is not resolved
   *   as bad debt: then a vote may be open, too, whose votes nobody may see yet
   */
  async read(caseId: string, person: CurrentPerson): Promise<DossierContent> {
    const { found } = await this.cases.withDay(caseId, person);
    const { companyId, stored, version } = found;
    requireRole(person, companyId, ...dossierReaders);
    if (!found.showsEvidence) throw new Problem(403, 'evidence.hidden', { case: caseId });
    const { context, value } = stored;
    const collection = collectionPath(value);
    const { writeOff } = context;
    if (!writeOff || !/^(writeOff\.|writtenOff$)/.test(collection)) throw new Problem(409, 'dossier.not_resolved', { case: caseId });
    const recorded = await this.journal.read(companyId, caseId, version);
    const date = recorded.lines.at(-1)?.on ?? writeOff.resolvedOn;
    const { policy } = await this.rules.on(companyId, date);
    const lossCents = context.balanceCents > 0 ? context.balanceCents : context.writtenOffCents;
    const debt = { dueOn: context.dueOn, balanceCents: lossCents };
    const accepted = acceptedEvidence(context);
    const [named] = await this.database.query<{ company: string; customer: string }>(
      'select c.name as company, k.name as customer from companies c join customers k on k.company_id = c.id where c.id = $1 and k.customer = $2',
      [companyId, context.customer],
      'dossier.names',
    );
    const filed = await this.documents.of(companyId, context.evidence);
    return {
      company: { id: companyId, name: named?.company ?? companyId },
      caseId,
      version,
      date,
      lastHash: found.lastHash.toString('hex'),
      customer: { code: context.customer, name: named?.customer ?? context.customer },
      ...figuresOf(context),
      lossCents,
      overdueDays: overdueDays(context, writeOff.resolvedOn),
      resolvedOn: writeOff.resolvedOn,
      grounds: completeGrounds(accepted, debt, date, policy),
      stillCarried: missingForBadDebt(accepted, debt, date, policy).length === 0,
      documents: filed.map((document, index) => ({ ...document, path: documentPath(index + 1, document.kind, document.fileName) })),
      ...decisionsOf(recorded, writeOff),
      tax: taxPart(accepted, debt, date, policy, context.writtenOffCents > 0),
      journal: recorded.lines,
      names: await this.namesOf(found, recorded),
    };
  }

  private async namesOf({ stored: { context } }: SeenCase, { lines, votes }: Recorded): Promise<ReadonlyMap<string, string>> {
    const logins = new Set([context.owner, ...lines.map(({ actor }) => actor), ...votes.map(({ person }) => person)]);
    for (const { attachedBy, acceptedBy } of context.evidence) for (const login of [attachedBy, acceptedBy]) if (login) logins.add(login);
    const people = await this.database.query<{ login: string; name: string }>(
      'select login, name from people where login = any ($1)',
      [[...logins]],
      'dossier.people',
    );
    return new Map(people.map(({ login, name }) => [login, name]));
  }
}

function figuresOf(context: Omit<CaseContext, 'out'>): Pick<DossierContent, 'receivable' | 'amounts'> {
  const { document, instalment, issuedOn, dueOn, currency, owner } = context;
  const { amountCents, receivedCents, creditedCents, writtenOffCents, recoveredCents, balanceCents } = context;
  return {
    receivable: { document, instalment, issuedOn, dueOn, currency, owner },
    amounts: {
      original: amountCents,
      received: receivedCents,
      credited: creditedCents,
      writtenOff: writtenOffCents,
      recovered: recoveredCents,
      balance: balanceCents,
    },
  };
}

/** What stands: an approval that was withdrawn, or a vote that a later one replaced, is in the journal alone. */
function decisionsOf(recorded: Recorded, writeOff: WriteOff): Pick<DossierContent, 'resolution' | 'waived' | 'approved' | 'posted'> {
  const { resolution, waived, approved, posted } = recorded;
  return {
    ...(!writeOff.waived && resolution && { resolution }),
    ...(writeOff.waived && waived && { waived }),
    ...(!writeOff.waived && writeOff.approvedBy !== undefined && approved && { approved }),
    ...(writeOff.voucherNo !== undefined && posted && { posted: { ...posted, voucherNo: writeOff.voucherNo } }),
  };
}
