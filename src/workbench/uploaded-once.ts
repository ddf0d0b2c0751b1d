import { Injectable } from '@nestjs/common';
import type { CurrentPerson } from '../people/current-person.js';
import { isKey, SentForms } from '../platform/pages/sent-forms.js';

/** Forms with a file: what they bring is known only when all of it has come. */
@Injectable()
export class UploadedOnce {
  constructor(private readonly sent: SentForms) {}

  /**
   * @param fields what was typed, with the form's hidden key
   * @param file what tells the file from others
   * @param work files it; says where it is seen
   * @returns the same; of what was sent before, where it is since then
   */
  async upload({ login }: CurrentPerson, fields: Record<string, string>, file: unknown, work: () => Promise<string>): Promise<string> {
    const { once: key, ...typed } = fields;
    if (!isKey(key)) return work();
    return this.sent.once({ login, key, content: [file, typed], route: 'upload', subjects: [] }, work);
  }
}
