import { Injectable } from '@nestjs/common';
import { Config } from '../platform/config.js';
import type { Tx } from '../platform/database/database.js';
import type { Language } from '../platform/i18n/language.js';
import { Texts } from '../platform/i18n/texts.js';
import { Outbox } from '../platform/outbox/outbox.js';
import type { Seal } from './seal.js';
import { sealName, sealText } from './seal-file.js';

interface Reader {
  login: string;
  name: string;
  email: string;
  language: Language;
  company: string;
}

/** Mails each seal to the company's auditors as a file without its leaves, so that it is out of reach of whoever owns database and folder. */
@Injectable()
export class SealMail {
  constructor(
    private readonly config: Config,
    private readonly texts: Texts,
    private readonly outbox: Outbox,
  ) {}

  /** In training a clock that is moved far would bury the auditor's mailbox in seals that prove nothing. */
  async put(tx: Tx, seal: Seal): Promise<void> {
    if (this.config.mode === 'training') return;
    const { companyId, number, businessDate: date, leaves: count } = seal;
    const file = sealName(seal);
    const attachments = [{ name: file, type: 'application/json', bytes: Buffer.from(sealText({ seal })) }];
    const messages = (await readersOf(tx, companyId)).map(({ login, name, email, language, company }) => {
      const facts = { company, number, date, count, name, file };
      return {
        companyId,
        key: `seal ${number} ${login}`,
        kind: 'seal',
        audience: 'own' as const,
        recipient: login,
        address: email,
        language,
        subject: this.texts.say(language, 'seals:mail.subject', facts),
        body: this.texts.say(language, 'seals:mail.body', facts),
        businessDate: date,
        attachments,
      };
    });
    await this.outbox.put(tx, messages);
  }
}

function readersOf(tx: Tx, companyId: string): Promise<Reader[]> {
  return tx.query<Reader>(
    `select p.login, p.name, p.email, p.language, c.name as company from people p join companies c on c.id = $1
     where p.active and coalesce(p.email, '') <> '' and exists (
       select from role_grants g where g.login = p.login and g.role = 'auditor' and g.revoked_at is null and (g.company_id is null or g.company_id = $1))
     order by p.login`,
    [companyId],
    'seals.readers',
  );
}
