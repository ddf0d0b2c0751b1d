import { addWorkingDays } from '../../calendar/working-days.js';
import { answeredRequests, type EvidenceRequest } from '../../evidence/requests.js';
import type { Told } from '../commands.js';
import type { CaseContext, LinkedEvidence } from '../context.js';

type Asked = { readonly by: string } & { readonly [K in 'ground' | 'note' | 'missing' | 'neededBy']?: EvidenceRequest[K] | undefined };

/** A request as it goes on the case, with the policy's term where nobody has named a day. @returns undefined before the machine's third version, which kept none */
export function requestOf(
  context: CaseContext,
  { told, rules }: Told,
  { by, ground, note, missing, neededBy }: Asked,
): EvidenceRequest | undefined {
  if (rules.machine < 3) return undefined;
  const request: EvidenceRequest = {
    id: (context.evidenceRequests?.length ?? 0) + 1,
    on: told.date,
    by,
    neededBy: neededBy ?? addWorkingDays(rules.calendar, told.date, rules.policy.evidenceWorkingDays),
    ...(ground !== undefined && { ground }),
    ...(note !== undefined && { note }),
    ...(missing !== undefined && { missing }),
    documents: context.evidence.length,
  };
  return answeredRequests([request], context.evidence, context, told.date, rules.policy)[0];
}

/** The documents as they are now, and the requests that they answer. */
export function requestsWith(
  context: CaseContext,
  evidence: readonly LinkedEvidence[],
  { told, rules }: Told,
): Pick<CaseContext, 'evidence' | 'evidenceRequests'> {
  const { evidenceRequests: requests } = context;
  return { evidence, ...(requests && { evidenceRequests: answeredRequests(requests, evidence, context, told.date, rules.policy) }) };
}
