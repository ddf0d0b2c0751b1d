import fc from 'fast-check';
import { type Course, courses } from './courses.js';

/** What chance decides at one step of a history. */
export interface Throw {
  /** Which of several. */
  readonly pick: number;
  /** 0 to 99: whether what is wanted is done, or anything else. */
  readonly odds: number;
}

/** One customer's history: how it begins, and a throw for each step. */
export interface HistoryPlan {
  readonly course: Course;
  readonly company: 'C01' | 'C02';
  /** Days from the first day of the batch: before it, or shortly after. */
  readonly dueIn: number;
  readonly items: 1 | 2;
  readonly owner: 'sales0001' | 'sales0002';
  readonly throws: readonly Throw[];
}

/** Histories that share the clock and the meetings. */
export interface BatchPlan {
  /** Days that pass before each step. */
  readonly gaps: readonly number[];
  readonly histories: readonly HistoryPlan[];
}

const steps = 40;

const thrown = fc.record({ pick: fc.noBias(fc.nat()), odds: fc.noBias(fc.nat(99)) });

const history = fc.record<HistoryPlan>({
  course: fc.constantFrom(...courses),
  company: fc.constantFrom('C01', 'C01', 'C02'),
  dueIn: fc.constantFrom(-400, -120, -95, -92, -89, -80, -30, -3, -1, 2),
  items: fc.constantFrom(1, 1, 2),
  owner: fc.constantFrom('sales0001', 'sales0002'),
  throws: fc.array(thrown, { minLength: steps, maxLength: steps }),
});

/** @param size how many histories share a clock */
export function batchPlans(size: number): fc.Arbitrary<BatchPlan> {
  return fc.record({
    gaps: fc.array(fc.noBias(fc.constantFrom(0, 0, 0, 0, 1, 1, 1, 2, 4, 9)), { minLength: steps, maxLength: steps }),
    histories: fc.array(history, { minLength: size, maxLength: size }),
  });
}
