/**
 * Controls, line separators, and what nobody can see or what makes one text look like another: zero-width and bidirectional characters,
 * fillers, and the mark that stands for a lost character. Variation selectors stay: they choose among the forms of one hanzi or emoji.
 */
const notInNames = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\ufffd]|(?!\p{Variation_Selector})\p{Default_Ignorable_Code_Point}/u;

/**
 * Controls but tab and line breaks, and what turns the reading direction of the words around it. Zero-width characters stay: emoji are
 * joined by them, and pasted text is full of them.
 */
const notInNotes = /(?![\t\n\r])\p{Cc}|[\p{Cs}\u202a-\u202e\u2066-\u2069]/u;

const unseen = /[\p{Cc}\p{Default_Ignorable_Code_Point}\s]/gu;

/** Whether all of it can be seen, on one line: what names, codes and numbers are made of. */
export function isPlain(text: string): boolean {
  return !notInNames.test(text);
}

/** Whether it may stand in a note: several lines, any script, any emoji, but nothing that makes it read otherwise than it is written. */
export function isReadable(text: string): boolean {
  return !notInNotes.test(text);
}

/** How many characters of it can be seen. */
export function visibleLength(text: string): number {
  return text.replace(unseen, '').length;
}

/** How a person is named: no blanks; no colon and not the clock, because the journal and the notices name imports, roles and the clock beside people. */
export function isLogin(text: string): boolean {
  return /^(?!clock$)[^\s:]{1,64}$/u.test(text) && isPlain(text);
}
