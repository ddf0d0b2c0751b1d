import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { evidenceKinds, grounds } from '../../../workflows/evidence/grounds.js';
import { CaseReader } from '../../cases/case-reader.js';
import { RulesInForce } from '../../cases/rules-in-force.js';
import { sayRefusal } from '../../cases/say-refusal.js';
import { RequestsQuery } from '../../evidence/checklist.shapes.js';
import { Checklists } from '../../evidence/checklists.js';
import { EvidenceRequests } from '../../evidence/evidence-requests.js';
import { badDebts, endingLimitations, legalReviews, nameOfCustomer, waitingDocuments } from '../../evidence/legal-desk.reader.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Names } from '../../people/names.js';
import type { SignedInRequest } from '../../people/signed-in-request.js';
import { Database } from '../../platform/database/database.js';
import { Texts } from '../../platform/i18n/texts.js';
import { Frame } from '../frame.js';
import { readForm, type ToldRefusal } from '../refused-form.js';

/** A form of a case's file that was sent and not taken. */
export interface SentToLegal {
  form: 'attach' | 'accept' | 'withdraw';
  evidence?: string;
  typed: Record<string, string>;
  told: ToldRefusal;
}

const shownOfEach = 50;
const requestStates = ['open', 'overdue', 'answered', 'all'] as const;

/** The legal desk on the screen: what is asked for, what waits to be accepted, what runs out; and the file of one case. */
@Injectable()
export class LegalScreen {
  constructor(
    private readonly frame: Frame,
    private readonly database: Database,
    private readonly requests: EvidenceRequests,
    private readonly checklists: Checklists,
    private readonly cases: CaseReader,
    private readonly rules: RulesInForce,
    private readonly names: Names,
    private readonly texts: Texts,
  ) {}

  async desk(request: SignedInRequest, person: CurrentPerson, asked: Record<string, unknown>): Promise<string> {
    const looking = await this.frame.around(request, person);
    const { company } = looking.frame;
    if (!company) return this.frame.render('legal/desk', looking, {});
    const { state, after } = asked;
    const query = await readForm(RequestsQuery, { company: company.id, ...(state ? { state } : {}), ...(after ? { after } : {}) });
    const { policy } = await this.rules.on(company.id, company.businessDate);
    const page = await this.requests.page(query, person);
    const within = { years: policy.limitationYears, withinDays: Math.max(...policy.limitationWarningDays), atMost: shownOfEach };
    return this.frame.render('legal/desk', looking, {
      company,
      requests: page.items,
      next: page.next,
      state: query.state,
      tabs: requestStates.map((one) => ({ state: one, isHere: one === query.state })),
      waiting: await waitingDocuments(this.database, company.id, person, shownOfEach),
      limitations: await endingLimitations(this.database, company.id, person, within),
      withinDays: within.withinDays,
      reviews: await legalReviews(this.database, company.id, person, shownOfEach),
      badDebts: await badDebts(this.database, company.id, person, shownOfEach),
    });
  }

  /** @throws Problem 404 `case.unknown`, 403 `evidence.hidden` */
  async file(request: SignedInRequest, person: CurrentPerson, caseId: string, sent?: SentToLegal): Promise<string> {
    const looking = await this.frame.around(request, person);
    const say = sayRefusal(this.texts, looking.language);
    const checklist = await this.checklists.of(caseId, person);
    const looked = await this.cases.read(caseId, person, say);
    const customerName = await nameOfCustomer(this.database, looked.company, looked.receivable.customer);
    const known = await this.names.of(checklist.documents.flatMap(({ attachedBy, acceptedBy }) => [attachedBy, acceptedBy ?? '']));
    const may = (type: string) => looked.allowed.some((one) => one === type);
    const why = (type: string) => looked.refused.find((one) => one.type === type);
    return this.frame.render('legal/file', looking, {
      ...{ caseId, looked, checklist, sent },
      customerName,
      key: randomUUID(),
      documents: checklist.documents.map((document) => ({
        ...document,
        attachedByName: known.get(document.attachedBy) ?? document.attachedBy,
        acceptedByName: known.get(document.acceptedBy ?? '') ?? document.acceptedBy,
        isWaiting: document.acceptedBy === null && document.withdrawnReason === null,
        sent: sent?.evidence === document.id ? sent : undefined,
      })),
      may: { attach: may('attachEvidence'), accept: may('acceptEvidence'), withdraw: may('withdrawEvidence') },
      whyNotAttach: why('attachEvidence'),
      whyNotAccept: why('acceptEvidence'),
      hasDossier: checklist.decision !== undefined,
      ...{ kinds: evidenceKinds, grounds },
    });
  }
}
