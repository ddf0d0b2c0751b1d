import { createHttpApp } from '../../../src/http-app.js';
import type { Task } from '../worker-main.js';
import { type OnDatabase, setupOn } from './application.js';

/** The product's server, as `npm start` has it; it serves until it is told to go. */
export async function serve({ url }: OnDatabase): Promise<Task<{ url: string }>> {
  const app = await createHttpApp(setupOn(url));
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as { port: number };
  return {
    info: { url: `http://127.0.0.1:${port}` },
    run: async () => undefined,
    close: async () => {
      app.getHttpServer().closeAllConnections();
      await app.close();
    },
  };
}
