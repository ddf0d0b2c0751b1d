import { escapeHtml } from '../../platform/pages/escape.js';

/** How parts of a sentence are set apart. Whatever comes from the record goes through `text`. */
export interface Marks {
  text(value: string): string;
  money(amount: string): string;
  moneyIn(amount: string): string;
  document(name: string): string;
}

/** For plain text and the subject lines of mail. */
export const plainMarks: Marks = {
  text: (value) => value,
  money: (amount) => amount,
  moneyIn: (amount) => amount,
  document: (name) => name,
};

/** For mail, where classes are not known. */
export const mailMarks: Marks = {
  text: escapeHtml,
  money: (amount) => `<b>${escapeHtml(amount)}</b>`,
  moneyIn: (amount) => `<b>${escapeHtml(amount)}</b>`,
  document: escapeHtml,
};

export const pageMarks: Marks = {
  text: escapeHtml,
  money: (amount) => `<b class="money">${escapeHtml(amount)}</b>`,
  moneyIn: (amount) => `<b class="money in">${escapeHtml(amount)}</b>`,
  document: (name) => `<span class="chip"><svg class="i" aria-hidden="true"><use href="#i-doc"/></svg>${escapeHtml(name)}</span>`,
};
