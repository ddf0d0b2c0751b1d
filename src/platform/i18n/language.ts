export const languages = ['zh-CN', 'en'] as const;
export type Language = (typeof languages)[number];

/**
 * The language to answer in. Chinese when the caller says nothing or prefers any Chinese, English to everybody else.
 * @param acceptLanguage the header's value
 */
export function languageOf(acceptLanguage: string | undefined): Language {
  const wishes = (acceptLanguage ?? '')
    .split(',')
    .map(wish)
    .filter(({ tag, weight }) => tag !== '' && weight > 0)
    .sort((a, b) => b.weight - a.weight);
  const understood = wishes.find(({ tag }) => tag === '*' || /^(zh|en)(-|$)/.test(tag));
  if (!wishes.length || understood?.tag === '*') return 'zh-CN';
  return understood?.tag.startsWith('zh') ? 'zh-CN' : 'en';
}

function wish(part: string): { tag: string; weight: number } {
  const [tag = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith('q='));
  const weight = quality ? Number.parseFloat(quality.slice(2)) : 1;
  return { tag, weight: Number.isNaN(weight) ? 0 : weight };
}
