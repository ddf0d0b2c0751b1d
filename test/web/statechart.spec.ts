import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Api } from '../support/api.js';
import { startApp, type TestApp } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

describe('GET /api/v1/statechart.svg', () => {
  let database: TestDatabase;
  let app: TestApp;
  let api: Api;

  beforeAll(async () => {
    database = await freshDatabase();
    app = await startApp({ databaseUrl: database.url });
    api = new Api(app.url);
  });

  afterAll(async () => {
    await app.close();
    await database.drop();
  });

  it.each(['sales0001', 'hr', 'admin'])('is for anybody who is signed in: %s', async (login) => {
    const { status, body, headers } = await api.get(login, '/api/v1/statechart.svg?lang=zh-CN');
    expect([status, headers.get('content-type')]).toEqual([200, 'image/svg+xml; charset=utf-8']);
    expect(body).toMatch(/^<svg [\s\S]*>评审<\/text>[\s\S]*<\/svg>\n$/);
  });

  it('is not for others', async () => {
    expect(await api.send('GET', '/api/v1/statechart.svg', {})).toMatchObject({ status: 401 });
  });

  it('speaks the language that is asked for, or that the caller prefers', async () => {
    const english = await api.get('hr', '/api/v1/statechart.svg?lang=en', { 'accept-language': 'zh-CN' });
    const preferred = await api.get('hr', '/api/v1/statechart.svg', { 'accept-language': 'en' });
    expect(english.body).toContain('>Board review</text>');
    expect(preferred.body).toBe(english.body);
    expect(await api.get('hr', '/api/v1/statechart.svg?lang=fr')).toMatchObject({ status: 400, body: { errors: [{ field: 'lang' }] } });
  });
});
