/** Why something is refused: the key of its sentence, and the numbers that it names. */
export interface AssessmentRefusal {
  readonly key: string;
  readonly facts: Readonly<Record<string, string | number>>;
}

export function refusal(key: string, facts: AssessmentRefusal['facts']): AssessmentRefusal {
  return { key, facts };
}
