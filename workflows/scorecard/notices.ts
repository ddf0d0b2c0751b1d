/** What people are told of their scores, of schemes and of appeals. */
export type ScoreNoticeKind = (typeof scoreNoticeKinds)[number];

export const scoreNoticeKinds = [
  'scheme_to_acknowledge',
  'scorecard_appeal_to_decide',
  'scorecard_appeal_decided',
  'scorecard_ready',
] as const;
