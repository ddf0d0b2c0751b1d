import type { Language } from '../i18n/language.js';
import { fontBytes, type Weight } from './fonts.js';

/** 20 mm, in points. */
const margin = 56.69;

export const ink = '#142021';
export const inkExplains = '#445254';
export const line = '#bcc7c7';

export interface PaperOptions {
  title: string;
  author: string;
  language: Language;
  /** YYYY-MM-DD; the file says it was made then, so that the same content is the same bytes. */
  date: string;
  /** What stands in the foot of each page, left. */
  foot: string;
  /** The same, right. */
  pageOf(page: number, pages: number): string;
  /** Written across each page. */
  mark?: string;
}

export interface Style {
  size?: number;
  weight?: Weight;
  color?: string;
  align?: 'left' | 'right' | 'center';
  /** Space below, in points. */
  after?: number;
}

/** A4 with margins of 20 mm, page x of y and a foot on each. What does not fit goes on overleaf. */
export class Paper {
  readonly left = margin;
  private readonly parts: Buffer[] = [];
  private readonly ended: Promise<void>;

  private constructor(
    private readonly options: PaperOptions,
    readonly doc: PDFKit.PDFDocument,
  ) {
    this.doc.registerFont('regular', fontBytes('regular'));
    this.doc.registerFont('semibold', fontBytes('semibold'));
    this.ended = new Promise((resolve, reject) => {
      this.doc.on('data', (part: Buffer) => this.parts.push(part));
      this.doc.on('end', resolve);
      this.doc.on('error', reject);
    });
    this.set({});
  }

  /** The library and its fonts are loaded for the first page that is printed: most processes print none. */
  static async begin(options: PaperOptions): Promise<Paper> {
    const { title, author, language, date } = options;
    const info = { Title: title, Author: author, CreationDate: new Date(`${date}T00:00:00Z`) };
    const { default: PDFDocument } = await import('pdfkit');
    const doc = new PDFDocument({ size: 'A4', margin, bufferPages: true, lang: language, displayTitle: true, info, font: '' });
    return new Paper(options, doc);
  }

  get width(): number {
    return this.doc.page.width - 2 * margin;
  }

  get bottom(): number {
    return this.doc.page.height - margin;
  }

  set({ size = 10, weight = 'regular', color = ink }: Style): PDFKit.PDFDocument {
    return this.doc.font(weight).fontSize(size).fillColor(color);
  }

  /** A paragraph over the whole width. */
  say(text: string, style: Style = {}): void {
    this.set(style).text(text, this.left, this.doc.y, { width: this.width, align: style.align ?? 'left', lineGap: 3 });
    this.doc.y += style.after ?? 6;
  }

  heightOf(text: string, width: number, style: Style = {}): number {
    return this.set(style).heightOfString(text, { width, lineGap: 1 });
  }

  /** Text in a box of its own; what is written next does not move. */
  put(text: string, x: number, y: number, width: number, style: Style = {}): void {
    this.set(style).text(text, x, y, { width, align: style.align ?? 'left', lineGap: 1 });
  }

  rule(color = line, thickness = 0.5): void {
    const { doc } = this;
    doc
      .moveTo(this.left, doc.y)
      .lineTo(this.left + this.width, doc.y)
      .lineWidth(thickness)
      .strokeColor(color)
      .stroke();
  }

  /** Goes overleaf when less than `height` is left. @returns whether it did */
  keep(height: number): boolean {
    if (this.doc.y + height <= this.bottom) return false;
    this.doc.addPage();
    this.doc.y = margin;
    return true;
  }

  async finish(): Promise<Buffer> {
    const { start, count } = this.doc.bufferedPageRange();
    for (let at = start; at < start + count; at++) {
      this.doc.switchToPage(at);
      // Below the margin, where writing would otherwise begin a page.
      this.doc.page.margins.bottom = 0;
      this.frame(at - start + 1, count);
    }
    this.doc.end();
    await this.ended;
    return Buffer.concat(this.parts);
  }

  private frame(page: number, pages: number): void {
    const { doc } = this;
    const y = doc.page.height - margin + 14;
    const style = { size: 6.5, color: inkExplains };
    doc
      .moveTo(this.left, y - 5)
      .lineTo(this.left + this.width, y - 5)
      .lineWidth(0.5)
      .strokeColor(line)
      .stroke();
    this.put(this.options.foot, this.left, y, this.width - 90, style);
    this.put(this.options.pageOf(page, pages), this.left + this.width - 90, y, 90, { ...style, align: 'right' });
    if (this.options.mark !== undefined) this.markAcross(this.options.mark);
  }

  private markAcross(mark: string): void {
    const { doc } = this;
    const [x, y] = [doc.page.width / 2, doc.page.height / 2];
    doc
      .save()
      .rotate(-35, { origin: [x, y] })
      .fillOpacity(0.09);
    this.set({ size: 76, weight: 'semibold', color: '#b3261e' }).text(mark, 0, y - 50, { width: doc.page.width, align: 'center' });
    doc.fillOpacity(1).restore();
  }
}
