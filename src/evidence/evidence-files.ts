import { Injectable } from '@nestjs/common';
import type { Command } from '../../workflows/collection-case/commands.js';
import { CaseDesk } from '../cases/case-desk.js';
import { CaseReader } from '../cases/case-reader.js';
import { businessDate } from '../cases/circumstances.js';
import { evidenceScope } from '../cases/hidden-evidence.js';
import { Idempotency } from '../cases/idempotency.js';
import { refusalProblem } from '../cases/refusal-problem.js';
import type { CurrentPerson } from '../people/current-person.js';
import { Database, type Tx } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';
import type { EvidenceForm, FiledAnswer } from './evidence.shapes.js';
import type { Upload } from './receive-upload.js';
import { ContentStore } from './store/content-store.js';
import { MasterKeys } from './store/master-keys.js';

interface Filed {
  id: string;
  companyId: string;
  customer: string;
  kind: EvidenceForm['kind'];
  ground: EvidenceForm['ground'];
  demandOn: string | null;
  sha256: string;
  fileName: string;
  mediaType: string;
  bytes: string;
}

/** Evidence belongs to the customer and is linked to one or more of its cases; each link is a command to the case (domain.md, Evidence). */
@Injectable()
export class EvidenceFiles {
  constructor(
    private readonly database: Database,
    private readonly store: ContentStore,
    private readonly keys: MasterKeys,
    private readonly desk: CaseDesk,
    private readonly reader: CaseReader,
    private readonly idempotency: Idempotency,
  ) {}

  /**
   * @param key the same with the same file and fields is answered as it was the first time
   * @throws Problem of the case that refuses it, and nothing is kept then; 422 `request.other_body` for a key of another file or other fields
   */
  async file(caseId: string, upload: Upload, person: CurrentPerson, key?: string): Promise<FiledAnswer> {
    const companyId = await this.reader.companyOf(caseId, person);
    const { received, fileName, form } = upload;
    const asked = { evidenceOf: caseId, sha256: received.sha256, fileName, form: { ...form } };
    return this.once(person, key, asked, 201, (tx) => this.fileWithin(tx, { companyId, caseId }, upload, person));
  }

  private async fileWithin(
    tx: Tx,
    { companyId, caseId }: { companyId: string; caseId: string },
    { received, mediaType, fileName, form }: Upload,
    person: CurrentPerson,
  ): Promise<FiledAnswer> {
    const { sha256, bytes } = received;
    await tx.query(`insert into evidence_files (sha256, bytes, media_type) values (decode($1, 'hex'), $2, $3) on conflict do nothing`, [
      sha256,
      bytes,
      mediaType,
    ]);
    const today = await businessDate(tx, companyId);
    refuseLaterDemand(form, today);
    const [filed] = await tx.query<{ id: string }>(
      `insert into evidence (company_id, customer, sha256, file_name, kind, ground, issuer, document_date, demand_on, note, attached_by, attached_on)
         select company_id, customer, decode($3, 'hex'), $4, $5, $6, $7, $8, $9, $10, $11, $12 from cases where company_id = $1 and id = $2 returning id`,
      [
        companyId,
        caseId,
        sha256,
        fileName,
        form.kind,
        form.ground,
        form.issuer ?? null,
        form.documentDate ?? null,
        form.demandOn ?? null,
        form.note ?? null,
        person.login,
        today,
      ],
    );
    if (!filed) throw new Problem(404, 'case.unknown', { case: caseId });
    await this.attach(tx, companyId, [caseId, ...(form.cases ?? [])], attachment(filed.id, sha256, form), person);
    await this.keys.noteUse(tx, received.keyId);
    // Before the commit: a row without its file would be worse than a file without its row.
    await this.store.keep(received);
    return { id: filed.id, sha256 };
  }

  /** @param key as of `file` @throws Problem 404 `evidence.not_found`, 400 for cases of another customer, 422, or the refusal of a case */
  async link(id: string, cases: readonly string[], person: CurrentPerson, key?: string): Promise<string[]> {
    const filed = await this.find(id, person);
    return this.once(person, key, { linksOf: id, cases }, 200, async (tx) => {
      await this.attach(tx, filed.companyId, cases, attachment(id, filed.sha256, filed), person);
      return [...cases];
    });
  }

  /** @throws Problem 404 `evidence.not_found` */
  async find(id: string, person: CurrentPerson): Promise<Filed> {
    // A case whose customer was corrected since is found the long way.
    const filed = (await this.linked(id, person, 'and c.customer = e.customer')) ?? (await this.linked(id, person, ''));
    if (!filed) throw new Problem(404, 'evidence.not_found', { evidence: id });
    return filed;
  }

  /** The document, if a case that it is linked to is among those whose evidence the person sees. @param among a condition on case `c` */
  private async linked(id: string, person: CurrentPerson, among: string): Promise<Filed | undefined> {
    const values: unknown[] = [id];
    const scope = evidenceScope(person, 'c', values);
    const [filed] = await this.database.query<Filed>(
      `select e.id, e.company_id as "companyId", e.customer, e.kind, e.ground, e.demand_on as "demandOn", encode(e.sha256, 'hex') as sha256, e.file_name as "fileName",
         f.media_type as "mediaType", f.bytes
       from evidence e join evidence_files f on f.sha256 = e.sha256
       where e.id = $1 and exists (
         select from cases c where c.company_id = e.company_id ${among}
           and c.snapshot -> 'context' -> 'evidence' @> jsonb_build_array(jsonb_build_object('id', $1::text)) and ${scope})`,
      values,
    );
    return filed;
  }

  /** As of a command, the refusal of a rule is an answer, too, that is given again. */
  private async once<T>(
    person: CurrentPerson,
    key: string | undefined,
    asked: object,
    status: number,
    work: (tx: Tx) => Promise<T>,
  ): Promise<T> {
    const made = await this.idempotency.once(person.login, key, asked, async (tx) => {
      if (key === undefined) return { status, answer: await work(tx) };
      await tx.query('savepoint filing');
      try {
        return { status, answer: await work(tx) };
      } catch (error) {
        if (!(error instanceof Problem) || error.status !== 409) throw error;
        await tx.query('rollback to savepoint filing');
        return { status: 409, answer: { code: error.code, facts: error.facts } };
      }
    });
    if (made.status === status) return made.answer as T;
    const { code, facts } = made.answer as Pick<Problem, 'code' | 'facts'>;
    throw new Problem(made.status, code, facts);
  }

  private async attach(
    tx: Tx,
    companyId: string,
    cases: readonly string[],
    command: Command & { type: 'attachEvidence' },
    person: CurrentPerson,
  ): Promise<void> {
    const ids = [...new Set(cases)];
    const rows = await tx.query<{ id: string }>(
      `select c.id from cases c join evidence e on e.company_id = c.company_id and e.customer = c.customer and e.id = $3
       where c.company_id = $1 and c.id = any ($2::bigint[])`,
      [companyId, ids, command.evidence],
    );
    if (rows.length !== ids.length) throw new Problem(400, 'request.invalid', {}, [{ field: 'cases', code: 'same_customer' }]);
    const answers = await this.desk.submit(
      ids.map((caseId) => ({ companyId, caseId, command })),
      { kind: 'person', person },
      { within: tx },
    );
    for (const answer of answers) if (!answer.accepted) throw refusalProblem(answer.refusal, ids.length > 1 ? { case: answer.caseId } : {});
  }
}

function attachment(
  evidence: string,
  sha256: string,
  { kind, ground, demandOn }: Pick<EvidenceForm, 'kind' | 'ground'> & { demandOn?: string | null },
): Command & { type: 'attachEvidence' } {
  return { type: 'attachEvidence', evidence, sha256, kind, ground, ...(demandOn && { demandOn }) };
}

/** What has reached the customer has done so by today. @throws Problem 400 */
function refuseLaterDemand({ demandOn }: EvidenceForm, today: string): void {
  if (demandOn !== undefined && demandOn > today)
    throw new Problem(400, 'request.invalid', {}, [{ field: 'demandOn', code: 'after_today', facts: { businessDate: today } }]);
}
