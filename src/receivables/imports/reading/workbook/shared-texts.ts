import { Problem } from '../../../../platform/errors/problem.js';
import { TextOfElement } from './text-of-element.js';
import { damaged, type Part, type WorkbookFile } from './workbook-file.js';
import { readXml } from './xml.js';

const megabyte = 1024 * 1024;
const mostTexts = 2_000_000;
const mostBytes = 64 * megabyte;

/** The texts that a workbook keeps once and its cells name by number: in one piece of memory, and a text made when it is asked for. */
export class SharedTexts {
  private bytes = Buffer.alloc(64 * 1024);
  private ends = new Uint32Array(4096);
  private count = 0;

  /** @throws Problem 413 `workbook.shared_texts`, and as `readXml` */
  static async read(file: WorkbookFile, part: Part | undefined): Promise<SharedTexts> {
    const texts = new SharedTexts();
    if (!part) return texts;
    const text = new TextOfElement();
    await readXml(file, part, {
      open: (name) => (name === 'si' ? text.begin() : text.open(name)),
      text: (some) => text.add(some),
      close: (name) => (name === 'si' ? texts.keep(text.end()) : text.close(name)),
    });
    return texts;
  }

  /** @throws Problem 400 `workbook.damaged` when there is no such number */
  at(number: string, sheet: Part): string {
    const index = /^\d{1,7}$/.test(number) ? Number(number) : this.count;
    if (index >= this.count) throw damaged(sheet);
    return this.bytes.toString('utf8', this.endOf(index - 1), this.endOf(index));
  }

  private endOf(index: number): number {
    return index < 0 ? 0 : (this.ends[index] as number);
  }

  private keep(text: string): void {
    const start = this.endOf(this.count - 1);
    const end = start + Buffer.byteLength(text);
    if (this.count === mostTexts || end > mostBytes)
      throw new Problem(413, 'workbook.shared_texts', { most: mostTexts, mostMegabytes: mostBytes / megabyte });
    if (end > this.bytes.length) {
      const larger = Buffer.alloc(Math.max(end, 2 * this.bytes.length));
      this.bytes.copy(larger, 0, 0, start);
      this.bytes = larger;
    }
    if (this.count === this.ends.length) {
      const more = new Uint32Array(2 * this.ends.length);
      more.set(this.ends);
      this.ends = more;
    }
    this.bytes.write(text, start);
    this.ends[this.count] = end;
    this.count += 1;
  }
}
