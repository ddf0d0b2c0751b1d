import type { CommandType } from '../../../workflows/collection-case/commands.js';
import * as followUp from './follow-up.js';
import type { CommandForm } from './form.js';
import * as review from './review.js';

/** The shape of each command that a person may send through the door of a case. Evidence comes as a file, through its own. */
export const commandForms = {
  logAttempt: followUp.LogAttempt,
  recordPromise: followUp.RecordPromise,
  withdrawPromise: followUp.WithdrawPromise,
  reportPosition: followUp.ReportPosition,
  confirm: followUp.Confirm,
  returnToSales: followUp.ReturnToSales,
  raiseDispute: followUp.RaiseDispute,
  resolveDispute: followUp.ResolveDispute,
  pause: followUp.Pause,
  proposePlan: followUp.ProposePlan,
  acceptPlan: followUp.AcceptPlan,
  recordLetter: followUp.RecordLetter,
  reassign: followUp.Reassign,
  docket: review.Docket,
  castVote: review.CastVote,
  recuse: review.Recuse,
  recordLegalStep: review.RecordLegalStep,
  exhaustLegalAction: review.ExhaustLegalAction,
  acceptEvidence: review.AcceptEvidence,
  withdrawEvidence: review.WithdrawEvidence,
  requestEvidence: review.RequestEvidence,
  approveWriteOff: review.ApproveWriteOff,
  rejectWriteOff: review.RejectWriteOff,
  postWriteOff: review.PostWriteOff,
  reverseWriteOff: review.ReverseWriteOff,
  waiveSmallBalance: review.WaiveSmallBalance,
  proposeAttribution: review.ProposeAttribution,
  acceptAttribution: review.AcceptAttribution,
  contestAttribution: review.ContestAttribution,
  decideAttribution: review.DecideAttribution,
  appealAttribution: review.AppealAttribution,
  correctFacts: review.CorrectFacts,
  confirmCorrection: review.ConfirmCorrection,
  cancel: review.Cancel,
} satisfies Partial<Record<CommandType, new () => CommandForm>>;

export type FormType = keyof typeof commandForms;

export function isFormType(type: unknown): type is FormType {
  return typeof type === 'string' && Object.hasOwn(commandForms, type);
}
