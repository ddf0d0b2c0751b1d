import { mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SealKey } from '../../src/audit/seal-key.js';
import { Sealing } from '../../src/audit/sealing.js';
import { Config } from '../../src/platform/config.js';
import { TrainingSystem } from '../support/training-system.js';

describe('Every seal is outside the database as well', () => {
  let system: TrainingSystem;
  let folder: string;

  beforeAll(async () => {
    system = await TrainingSystem.start('2026-03-02');
    folder = system.server.app.get(Sealing).folder;
    await system.receivables({ document: 'D1', dueOn: '2026-02-20', amount: '100.00' });
    await system.moveTo('2026-03-03');
    await system.receivables({ document: 'D2', dueOn: '2026-02-20', amount: '100.00' });
    await system.moveTo('2026-03-04');
  });

  afterAll(() => system?.close());

  test('its file is written by the next night where the process died before it could', async () => {
    const [, last = ''] = (await readdir(folder)).sort();
    const written = await readFile(join(folder, last), 'utf8');
    await rm(join(folder, last));
    await system.moveTo('2026-03-05');
    expect(await readFile(join(folder, last), 'utf8')).toBe(written);
  });

  test('older ones may have been moved away', async () => {
    const [first = '', ...others] = (await readdir(folder)).sort();
    await rename(join(folder, first), join(folder, '..', first));
    await system.moveTo('2026-03-06');
    const left = (await readdir(folder)).sort();
    expect(left.slice(0, others.length)).toEqual(others);
    expect(left).not.toContain(first);
  });
});

test('Replicas that start at once sign with one key', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'recoup-key-'));
  try {
    for (let round = 0; round < 50; round += 1) {
      const home = join(folder, `${round}`);
      const keys = Array.from({ length: 8 }, () => new SealKey(new Config({ RECOUP_HOME: home })).publicKey());
      expect(new Set(await Promise.all(keys)).size).toBe(1);
      expect(await readdir(home)).toEqual(['seal-key.pem']);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});
