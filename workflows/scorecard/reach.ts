import type { Post } from './scheme.js';

/** Whose receivables somebody is measured by: their own, their team's with their own, or the company's. */
export type Reach = 'own' | 'team' | 'company';

export const reachOf: Readonly<Record<Post, Reach>> = {
  salesperson: 'own',
  sales_lead: 'team',
  customer_success: 'own',
  finance_ar: 'company',
};
