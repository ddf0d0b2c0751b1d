import type { Stage } from './stage.js';

interface JournalEntry {
  readonly seq: number;
  readonly businessDate: string;
  readonly actor: string;
  readonly command: { readonly type: string };
  readonly hash: string;
}

interface Verified {
  readonly ok: boolean;
  readonly cases: number;
  readonly entries: number;
  readonly seals: number;
}

const shownOfHash = 12;

/** The journal, whose every entry carries the hash of the one before it, and the check that it is whole. */
export async function isOnRecord(stage: Stage): Promise<void> {
  stage.chapter('record');
  const { items } = await stage.read<{ items: JournalEntry[] }>('auditor', `${stage.casePath}/journal?limit=500`);
  stage.telling.remark(stage.say('demo:record', { count: items.length }));
  stage.telling.gap();
  stage.telling.table(
    items.map(({ seq, businessDate, hash, actor, command }) => [
      String(seq).padStart(2),
      businessDate,
      hash.slice(0, shownOfHash),
      // The reader of an import cares who brought it.
      actor.replace(/^import:\d+ /, ''),
      stage.say(`cases:command.${command.type}`),
    ]),
  );
  stage.telling.gap();
  const { ok, ...counts } = await stage.get<Verified>({ login: 'auditor', key: 'verifies' }, '/api/v1/audit/verify');
  stage.telling.remark(stage.say(ok ? 'demo:verified' : 'demo:not_verified', { ...counts }));
}
