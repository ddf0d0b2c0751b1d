/** A customer belongs to a company, and the page shows the books of one. */
export function customerPath(companyId: string, customer: string): string {
  return `/customers/${encodeURIComponent(customer)}?company=${encodeURIComponent(companyId)}`;
}

export function casePath(id: string): string {
  return `/cases/${id}`;
}
