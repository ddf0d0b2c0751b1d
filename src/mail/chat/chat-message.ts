import type { Message } from '../../platform/outbox/outbox.js';
import type { MailDay, MailWriter } from '../mail-writer.js';
import type { ToldTeam } from '../told-people.js';

/** Robots take short messages only. */
export const listedInChat = 10;

/** A team's notices of a day in short form. The webhook is a secret: the message names only the team, and the sender looks it up. */
export function chatMessage(companyId: string, team: ToldTeam, day: MailDay, writer: MailWriter): Message {
  const { language, count, told } = team;
  const lines = told.map((one, i) => `${i + 1}. ${writer.line(one, language, day)}`);
  const head = writer.chatHead(team.name, count, language);
  return {
    companyId,
    key: `chat/${team.id}/${day.today}/${told[0]?.noticeId}`,
    kind: 'digest',
    audience: 'chat',
    recipient: team.id,
    address: new URL(team.webhook).hostname,
    language,
    subject: head,
    body: [head, ...lines, ...writer.chatRest(count - told.length, language)].join('\n'),
    businessDate: day.today,
  };
}
