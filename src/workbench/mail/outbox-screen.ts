import { Injectable } from '@nestjs/common';
import { notices } from '../../mail/notices/notices.js';
import { audiences, type OutboxItem, OutboxQuery, statuses } from '../../mail/outbox.shapes.js';
import { OutboxDesk } from '../../mail/outbox-desk.js';
import { type CurrentPerson, rolesIn } from '../../people/current-person.js';
import { Names } from '../../people/names.js';
import type { SignedInRequest } from '../../people/signed-in-request.js';
import type { Language } from '../../platform/i18n/language.js';
import { Frame } from '../frame.js';
import { readForm, type ToldRefusal } from '../refused-form.js';
import { MailWords } from './mail-words.js';

const messagesOnPage = 50;
const unreachedShown = 50;
const tones: Readonly<Record<string, string>> = {
  queued: 'open',
  sending: 'soon',
  sent: '',
  failed: 'late',
  unknown: 'late',
  cancelled: 'grace',
};
const resendable: readonly string[] = ['failed', 'unknown', 'cancelled'];
const otherKinds = [
  'digest',
  'letter-1',
  'letter-2',
  'letter-3',
  'letter-4',
  'meeting_called',
  'minutes',
  'seal',
  'password_set',
  'address_changed',
] as const;

/** The outbox on the screen. */
@Injectable()
export class OutboxScreen {
  constructor(
    private readonly frame: Frame,
    private readonly desk: OutboxDesk,
    private readonly words: MailWords,
    private readonly names: Names,
  ) {}

  async all(request: SignedInRequest, person: CurrentPerson, asked: Record<string, unknown>): Promise<string> {
    const looking = await this.frame.around(request, person);
    const { company } = looking.frame;
    if (!company) return this.frame.render('mail/outbox', looking, {});
    const wished = Object.fromEntries(
      ['status', 'audience', 'kind', 'after'].flatMap((name) => (asked[name] ? [[name, asked[name]]] : [])),
    );
    const query = await readForm(OutboxQuery, { ...wished, company: company.id, limit: messagesOnPage });
    const { items, next } = await this.desk.page(person, query);
    const summary = (await this.desk.summary(person)).find((one) => one.company === company.id);
    const unknown = query.status === undefined && summary && summary.unknown > 0 ? await this.waiting(person, company.id) : [];
    const unreached =
      summary && summary.unreached > 0 ? (await this.desk.unreached(person)).filter((one) => one.company === company.id) : [];
    const names = await this.names.of([...items, ...unknown, ...unreached].map(({ recipient }) => recipient));
    const roles = rolesIn(person, company.id);
    const shown = (item: OutboxItem) => this.listed(item, looking.language, names);
    const pausedBy = summary?.paused ? await this.desk.pausedBy(company.id) : null;
    return this.frame.render('mail/outbox', looking, {
      company,
      summary,
      counts: statuses.map((status) => ({
        status,
        messages: summary?.[status] ?? 0,
        isHere: query.status === status,
        tone: tones[status],
      })),
      pausedBy,
      mayPause: roles.includes('admin'),
      mayDecide: roles.includes('ar_clerk') || roles.includes('admin'),
      unknown: unknown.map(shown),
      items: items.map(shown),
      next,
      query: wished,
      audiences: audiences.map((value) => ({ value, isHere: query.audience === value })),
      kinds: [...otherKinds, ...notices.map(({ kind }) => kind)].map((kind) => ({
        value: kind,
        text: this.words.kind(looking.language, kind),
        isHere: query.kind === kind,
      })),
      isUnfiltered: !query.status && !query.audience && !query.kind,
      unreached: unreached.slice(0, unreachedShown).map((one) => ({ ...one, name: names.get(one.recipient) ?? one.recipient })),
      letters: roles.some((role) => role === 'ar_clerk' || role === 'auditor'),
    });
  }

  /** @throws Problem 404 `outbox.unknown` */
  async one(request: SignedInRequest, person: CurrentPerson, id: string, told?: ToldRefusal): Promise<string> {
    const looking = await this.frame.around(request, person);
    const message = await this.desk.read(person, id);
    const names = await this.names.of([message.recipient]);
    const roles = rolesIn(person, message.company);
    const mayDecide = roles.includes('ar_clerk') || roles.includes('admin');
    return this.frame.render('mail/message', looking, {
      message: this.listed(message, looking.language, names),
      isReadable: message.subject !== null,
      html: message.html !== null,
      text: message.text,
      attachments: message.attachments.map((file, part) => ({ ...file, part })),
      body: `/mail/${id}/body.html`,
      files: `/mail/${id}/attachments`,
      mayResend: mayDecide && resendable.includes(message.status),
      mayCancel: mayDecide && message.status === 'queued',
      back: '/mail',
      told,
    });
  }

  /** Letters of which nobody knows whether they arrived wait for a person. */
  private async waiting(person: CurrentPerson, company: string): Promise<OutboxItem[]> {
    const query = await readForm(OutboxQuery, { company, status: 'unknown', audience: 'customer', limit: messagesOnPage });
    return (await this.desk.page(person, query)).items;
  }

  private listed(item: OutboxItem, language: Language, names: ReadonlyMap<string, string>) {
    return {
      ...item,
      kindWord: this.words.kind(language, item.kind),
      tone: tones[item.status],
      recipientName: item.audience === 'own' ? (names.get(item.recipient) ?? item.recipient) : item.recipient,
      mayResend: resendable.includes(item.status),
      mayCancel: item.status === 'queued',
    };
  }
}
