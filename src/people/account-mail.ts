import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/database.js';
import type { Language } from '../platform/i18n/language.js';
import { Texts } from '../platform/i18n/texts.js';
import { Outbox } from '../platform/outbox/outbox.js';
import type { AccountEvent } from './account-event.js';

interface Receiver {
  name: string;
  email: string | null;
  language: Language;
  /** The first of the companies that the person works for; null where there is none at all. */
  company: string | null;
  today: string | null;
}

/** Tells people what somebody else did to their way in: whoever did it in their place must not be the only one who knows. */
@Injectable()
export class AccountMail {
  constructor(
    private readonly texts: Texts,
    private readonly outbox: Outbox,
  ) {}

  /** @param id of the record that it is about @returns whether there is somewhere to write to */
  async put(tx: Tx, id: string, { login, kind, by, oldAddress }: AccountEvent): Promise<boolean> {
    const receiver = await receiverOf(tx, login);
    // Of a changed address the old one hears: the new one may be somebody else's.
    const address = kind === 'address_changed' ? oldAddress : receiver?.email;
    if (!receiver?.company || !receiver.today || !address) return false;
    const { name, language, company, today, email } = receiver;
    const facts = { name, login, by, address: email ?? '' };
    const message = {
      companyId: company,
      key: `account ${id}`,
      kind,
      audience: 'own' as const,
      recipient: login,
      address,
      language,
      subject: this.texts.say(language, `account-mail:${kind}.subject`, facts),
      body: this.texts.say(language, `account-mail:${kind}.body`, facts),
      businessDate: today,
    };
    await this.outbox.put(tx, [message]);
    return true;
  }
}

async function receiverOf(tx: Tx, login: string): Promise<Receiver | undefined> {
  const [receiver] = await tx.query<Receiver>(
    `select p.name, p.email, p.language, c.id as company, case when c.id is not null then business_date(c.id)::text end as today
     from people p left join lateral (
       select c.id from companies c
       order by exists (select from role_grants g where g.login = p.login and g.revoked_at is null and (g.company_id is null or g.company_id = c.id)) desc, c.id
       limit 1) c on true
     where p.login = $1`,
    [login],
  );
  return receiver;
}
