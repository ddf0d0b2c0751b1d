import Handlebars from 'handlebars';

/** As Handlebars escapes, for the few places where a helper writes markup itself. */
export function escapeHtml(text: string): string {
  return Handlebars.escapeExpression(text);
}
