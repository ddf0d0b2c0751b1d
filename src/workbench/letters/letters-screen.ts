import { Injectable } from '@nestjs/common';
import { letterChannels } from '../../../workflows/collection-case/commands.js';
import { letterReleasers } from '../../../workflows/collection-case/customer-letter.js';
import { statementReaders } from '../../letters/letter-scope.js';
import { type LetterSum, LetterSums } from '../../letters/letter-sums.reader.js';
import { Letters } from '../../letters/letters.js';
import { type LetterAnswer, LettersQuery, letterStatuses } from '../../letters/letters.shapes.js';
import { type CurrentPerson, rolesIn } from '../../people/current-person.js';
import { Names } from '../../people/names.js';
import { pageOf } from '../../people/paging.js';
import type { SignedInRequest } from '../../people/signed-in-request.js';
import { Frame } from '../frame.js';
import { readForm, type ToldRefusal } from '../refused-form.js';

/** A form of one letter that was sent and not taken. */
export interface SentLetter {
  form: 'release' | 'withdraw' | 'record';
  typed: Record<string, string>;
  told: ToldRefusal;
}

/** What was asked for many letters at once, and of which it was refused. */
interface SentMany {
  told: ReadonlyMap<string, ToldRefusal>;
  chosen: readonly string[];
  typed: Record<string, string>;
}

const lettersOnPage = 50;
const levels = [1, 2, 3, 4] as const;
const byHand = letterChannels.filter((channel) => channel !== 'email');
const undelivered: readonly (string | null)[] = ['failed', 'unknown', 'cancelled'];
const tones: Readonly<Record<string, string>> = { proposed: 'soon', released: 'open', sent: '', withdrawn: 'grace' };
const mailTones: Readonly<Record<string, string>> = { failed: 'late', unknown: 'late', cancelled: 'grace' };

/** Letters to customers on the screen. */
@Injectable()
export class LettersScreen {
  constructor(
    private readonly frame: Frame,
    private readonly letters: Letters,
    private readonly sums: LetterSums,
    private readonly names: Names,
  ) {}

  async all(request: SignedInRequest, person: CurrentPerson, asked: Record<string, unknown>, sent?: SentMany): Promise<string> {
    const looking = await this.frame.around(request, person);
    const { company } = looking.frame;
    if (!company) return this.frame.render('letters/letters', looking, {});
    const wished = Object.fromEntries(['level', 'customer', 'after'].flatMap((name) => (asked[name] ? [[name, asked[name]]] : [])));
    const status = asked.status ?? 'proposed';
    const query = await readForm(LettersQuery, {
      ...wished,
      company: company.id,
      limit: lettersOnPage,
      ...(status === 'all' ? {} : { status }),
    });
    const { items, next } = pageOf(await this.letters.list(person, query), query.limit, ({ id }) => id);
    const sums = await this.sums.of(company.id, items);
    const names = await this.names.of(items.flatMap(({ releasedBy, withdrawnBy }) => [releasedBy ?? '', withdrawnBy ?? '']));
    const shown = items.map((letter) => ({
      ...listed(letter, person, sums.get(letter.id), names),
      told: sent?.told.get(letter.id),
      isChosen: sent?.chosen.includes(letter.id),
    }));
    return this.frame.render('letters/letters', looking, {
      company,
      items: shown,
      next,
      status,
      level: query.level,
      customer: query.customer,
      tabs: [...letterStatuses, 'all'].map((one) => ({ status: one, isHere: one === status })),
      levels: levels.map((level) => ({ level, isHere: level === query.level })),
      acting: shown.some(({ mayDecide }) => mayDecide),
      mayStatement: rolesIn(person, company.id).some((role) => statementReaders.some((one) => one === role)),
      refused: sent?.told.size,
      reason: sent?.typed.reason,
      done: typeof asked.done === 'string' && /^[1-9]\d{0,2}$/.test(asked.done) ? asked.done : undefined,
      did: asked.did === 'withdraw' ? 'withdraw' : 'release',
    });
  }

  /** @throws Problem 404 `letter.unknown` */
  async one(request: SignedInRequest, person: CurrentPerson, id: string, sent?: SentLetter): Promise<string> {
    const looking = await this.frame.around(request, person);
    const letter = await this.letters.read(person, id);
    const names = await this.names.of([letter.releasedBy ?? '', letter.withdrawnBy ?? '']);
    const view = listed(letter, person, undefined, names);
    const isUndelivered = letter.status === 'released' && undelivered.includes(letter.mail);
    const roles = rolesIn(person, letter.company);
    return this.frame.render('letters/letter', looking, {
      letter: { ...letter, ...view },
      parts: (['overdue', 'apart', 'notDue'] as const).flatMap((part) => {
        const items = letter.items.filter((item) => item.part === part);
        return items.length > 0 ? [{ part, items }] : [];
      }),
      mayRecord: view.isReleaser && (letter.status === 'proposed' || isUndelivered),
      isUndelivered,
      mayOutbox: roles.includes('ar_clerk') || roles.includes('auditor'),
      mayStatement: roles.some((role) => statementReaders.some((one) => one === role)),
      channels: byHand,
      today: looking.frame.company?.businessDate,
      sent,
    });
  }
}

function listed(letter: LetterAnswer, person: CurrentPerson, sum: LetterSum | undefined, names: ReadonlyMap<string, string>) {
  const releasers: readonly string[] = letterReleasers(letter.level);
  const isReleaser = rolesIn(person, letter.company).some((role) => releasers.includes(role));
  const name = (login: string | null) => (login === null || login === 'clock' ? undefined : (names.get(login) ?? login));
  return {
    ...letter,
    ...sum,
    tone: tones[letter.status],
    mailTone: mailTones[letter.mail ?? ''],
    hindranceKey: letter.hindrance?.replace(' ', '_'),
    releasedByName: name(letter.releasedBy),
    isByClock: letter.releasedBy === 'clock',
    withdrawnByName: name(letter.withdrawnBy),
    isNothingLeft: letter.withdrawnReason === 'nothing_left',
    isReleaser,
    mayDecide: isReleaser && letter.status === 'proposed',
    releaser: letter.level === 4 ? 'legal' : 'clerk',
  };
}
