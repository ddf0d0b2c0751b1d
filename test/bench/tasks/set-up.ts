import { Database } from '../../../src/platform/database/database.js';
import { today } from '../ledger.js';
import type { Task } from '../worker-main.js';
import { type OnDatabase, openApplication } from './application.js';

/** The first start in training mode enters companies and people; then the date is set. */
export async function setUp({ url }: OnDatabase): Promise<Task<undefined>> {
  const app = await openApplication(url);
  return {
    info: undefined,
    run: async () => {
      await app.get(Database).query('update training_clock set business_date = $1', [today]);
    },
    close: () => app.close(),
  };
}
