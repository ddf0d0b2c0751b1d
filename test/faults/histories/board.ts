import type { Hands } from './hands.js';

/** A vote takes a few steps before the chair closes. */
const stepsOpen = 3;

/** The boards of both companies, which meet whenever there is something on the docket. */
export class Board {
  private readonly open = new Map<string, { meeting: string; since: number }>();

  constructor(private readonly hands: Hands) {}

  /** After what everybody did at this step. */
  async meet(step: number): Promise<void> {
    for (const company of ['C01', 'C02']) {
      const sitting = this.open.get(company);
      if (!sitting && step % 3 === 1) await this.call(company, step);
      else if (sitting && step - sitting.since >= stepsOpen) await this.close(company, sitting.meeting);
    }
  }

  private async call(company: string, step: number): Promise<void> {
    const { api, rows } = { api: this.hands.system.api, rows: await this.docketed(company) };
    if (rows === 0) return;
    const called = await api.post('finance_director', '/api/v1/meetings', { company });
    if (!this.hands.answered(called)) return;
    if (
      called.body.status === 'called' &&
      !this.hands.answered(await api.post('finance_director', `/api/v1/meetings/${called.body.id}/open`))
    )
      return;
    this.open.set(company, { meeting: called.body.id, since: step });
  }

  /** Unless a night has done so. */
  private async close(company: string, meeting: string): Promise<void> {
    this.hands.answered(await this.hands.system.api.post('finance_director', `/api/v1/meetings/${meeting}/close`));
    this.open.delete(company);
  }

  private async docketed(company: string): Promise<number> {
    const [row] = await this.hands.system.rows<{ cases: number }>(
      `select count(*)::int as cases from cases where company_id = $1 and collection = 'boardReview.docketed'`,
      [company],
    );
    return row?.cases ?? 0;
  }
}
