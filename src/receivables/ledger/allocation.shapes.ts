import { PositiveAmount } from '../../cases/forms/positive-amount.js';
import { Id, ListOf, Name, OneOf, WholeNumber } from '../../platform/shapes.js';

const linesAtOnce = 200;

export class AllocationLine {
  @Name({ max: 64 })
  document!: string;

  @WholeNumber({ min: 1, max: 9999, optional: true, description: '1 when left out' })
  instalment = 1;

  @PositiveAmount()
  amount!: string;
}

export class AllocationForm {
  @ListOf(() => AllocationLine, { max: linesAtOnce, description: 'All of them are taken, or none' })
  lines!: AllocationLine[];
}

export const classifications = ['paid', 'credited', 'netted'] as const;

export class ClassificationForm {
  @OneOf(classifications, { description: 'What made the item smaller: money, a credit note, or the customer’s own claims' })
  as!: string;
}

export class OnAccountPath {
  @Id()
  id!: string;
}
