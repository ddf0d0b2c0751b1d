import type { BusinessDate } from '../../../workflows/calendar/dates.js';
import type { Post } from '../../../workflows/scorecard/scheme.js';
import type { Answer, Door } from '../door.js';
import { lastQuarter, quartersWithCards } from './quarters.js';
import { assessed, assessedPosts, schemeOf } from './schemes.js';

interface Proposed {
  readonly id: string;
  readonly status: string;
}

type Scheme = Proposed & { readonly startsOn: string; readonly announcedOn: string | null };
type Targets = Proposed & { readonly basis: { readonly post?: string } };
type List = Proposed & { readonly month: string };

/** Somebody for the post that nobody of the training people holds: looks after customers who renew. */
const success = { login: 'success0001', name: '林晓燕', password: 'recoup-training' };

// Each of these looks at what is there before it adds to it: a filling that a kill has interrupted does it a second time.

export async function enterPeople(door: Door, today: BusinessDate): Promise<void> {
  const known = await door.get('admin', `/api/v1/people/${success.login}`);
  if (known.status === 404) await done(door.post('admin', '/api/v1/people', success));
  await done(door.post('admin', `/api/v1/people/${success.login}/roles`, { role: 'salesperson', company: 'C01' }), 409);
  const { from } = lastQuarter(today);
  for (const [person, post] of assessed) {
    const { items } = await read<{ items: unknown[] }>(door, `/api/v1/assessed-people/${person}?company=C01`);
    const form = { company: 'C01', post, ...(post === 'salesperson' && { channel: 'direct' }), from, reason: '年度考核名单' };
    if (items.length === 0) await done(door.put('hr', `/api/v1/assessed-people/${person}`, form));
  }
}

export async function proposeSchemes(door: Door, today: BusinessDate): Promise<void> {
  for (const post of assessedPosts)
    if (!(await schemeFor(door, post))) await done(door.post('hr', '/api/v1/schemes', schemeOf(post, lastQuarter(today).from)));
}

export async function announceSchemes(door: Door): Promise<void> {
  for (const post of assessedPosts) {
    const { id, status, announcedOn } = await proposedFor(door, post);
    if (status === 'proposed') await done(door.post('finance_director', `/api/v1/schemes/${id}/approve`, { reason: '权重在区间内' }));
    const note = '方案自下季度首日起执行，请在执行前阅读并确认；权重、曲线与奖励表以系统中的方案为准。';
    if (announcedOn === null) await done(door.post('hr', `/api/v1/schemes/${id}/announce`, { note }));
  }
}

export async function trainForSchemes(door: Door, heldOn: BusinessDate): Promise<void> {
  for (const post of assessedPosts) {
    const { id } = await proposedFor(door, post);
    const people = assessed.filter(([, one]) => one === post).map(([person]) => person);
    for (const person of people) await done(door.post(person, `/api/v1/schemes/${id}/acknowledge`));
    const { items } = await read<{ items: unknown[] }>(door, `/api/v1/trainings?company=C01&scheme=${id}`);
    const training = { topic: '回款考核方案与应收账款管理', heldBy: '郑佳怡', participants: people.map((person) => ({ person })) };
    if (items.length === 0) await done(door.post('hr', '/api/v1/trainings', { company: 'C01', scheme: id, heldOn, ...training }));
  }
}

/** From the year before, of both quarters that have cards. */
export async function setTargets(door: Door, today: BusinessDate): Promise<void> {
  for (const period of quartersWithCards(today))
    for (const post of assessedPosts) {
      const path = `/api/v1/targets/proposals?company=C01&period=${period}`;
      const { items } = await read<{ items: Targets[] }>(door, path);
      const form = { company: 'C01', period, post, years: 1, reason: '按上一年四个季度的实际水平提高 12 %' };
      const made =
        items.find(({ basis }) => basis.post === post) ?? (await done<Targets>(door.post('hr', '/api/v1/targets/from-history', form)));
      if (made.status === 'proposed') await done(door.post('finance_director', `/api/v1/targets/proposals/${made.id}/approve`, {}));
    }
}

/** Otherwise it would keep the quarter open. */
export async function publishList(door: Door, today: BusinessDate): Promise<void> {
  const { items } = await read<{ items: List[] }>(door, '/api/v1/overdue-lists?company=C01');
  const draft = items.find(({ month, status }) => month === lastQuarter(today).to.slice(0, 7) && status === 'draft');
  if (draft) await done(door.post('ar_clerk', `/api/v1/overdue-lists/${draft.id}/publish`));
}

async function schemeFor(door: Door, post: Post): Promise<Scheme | undefined> {
  const { items } = await read<{ items: Scheme[] }>(door, `/api/v1/schemes?company=C01&post=${post}`);
  return items[0];
}

async function proposedFor(door: Door, post: Post): Promise<Scheme> {
  const scheme = await schemeFor(door, post);
  if (!scheme) throw new Error(`no scheme was proposed for ${post}`);
  return scheme;
}

async function read<T>(door: Door, path: string): Promise<T> {
  return done(door.get<T>('hr', path));
}

/** @param alsoFine what says that it is done already */
async function done<T>(asked: Promise<Answer<T>>, alsoFine?: number): Promise<T> {
  const { status, body } = await asked;
  if (status >= 400 && status !== alsoFine)
    throw new Error(`what belongs to the demo company’s scores was refused: ${JSON.stringify(body)}`);
  return body;
}
