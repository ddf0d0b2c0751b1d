/** Where a customer is shown; undefined as long as no page does. Every link to a customer asks here. */
export function customerPath(_companyId: string, _customer: string): string | undefined {
  return undefined;
}

export function casePath(id: string): string {
  return `/cases/${id}`;
}
