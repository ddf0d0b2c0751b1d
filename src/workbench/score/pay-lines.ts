/** What one person is paid, as typed. */
export interface TypedPay {
  person: string;
  monthly: string;
  bonusBase?: string;
  perPoint?: string;
}

/** A line for each person: login, month’s pay, and where they are known bonus base and what a point costs, between blanks, tabs or commas. */
export function payLines(typed: string | undefined): TypedPay[] {
  return (typed ?? '').split('\n').flatMap((line) => {
    const [person = '', monthly = '', bonusBase, perPoint] = line.trim().split(/[\s,，;；]+/);
    if (person === '') return [];
    return [{ person, monthly, ...(bonusBase && { bonusBase }), ...(perPoint && { perPoint }) }];
  });
}
