/** '1234567.5' → '1,234,567.5'. */
export function withSeparators(amount: string): string {
  return amount.replace(/\B(?=(\d{3})+(?!\d))/g, ',').replace(/(\.\d*),/g, '$1');
}
