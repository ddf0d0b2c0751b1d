/** A canonical file as an ERP would export it. Nothing here needs quoting. */
export function csv(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return [header, ...rows].map((cells) => `${cells.join(',')}\n`).join('');
}
