import Handlebars from 'handlebars';
import { escapeHtml } from './escape.js';

/** Dates, document numbers, quarters with a person: browsers and mail programs break them at their hyphens. */
const hyphened = /((?=[\w-]*\d)\w{1,24}(?:-\w{1,24})+)/;

/** Words as markup, escaped, in which what belongs together stays on one line. @param how what keeps it there: mail knows no classes */
export function wholeFigures(text: string, how: 'class="bit"' | 'style="white-space:nowrap"'): Handlebars.SafeString {
  const parts = text.split(hyphened).map((part, i) => (i % 2 ? `<span ${how}>${part}</span>` : escapeHtml(part)));
  return new Handlebars.SafeString(parts.join(''));
}

const faces = {
  'zh-CN': "Inter,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif",
  // Chinese faces draw ’ and “ full width.
  en: "Inter,'Segoe UI',Helvetica,Arial,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif",
};

/** For templates of mail: {{whole first}}, and {{faces}} within a style. */
export const mailHelpers: Record<string, Handlebars.HelperDelegate> = {
  whole: (text: string) => wholeFigures(text, 'style="white-space:nowrap"'),
  faces: ({ data }: Handlebars.HelperOptions) => faces[data.root.language as keyof typeof faces],
};
