import { assessmentPeriod } from '../../../workflows/scorecard/assessment-period.js';
import { complaintKinds } from '../../../workflows/scorecard/complaints.js';
import { company, customer, number, pastDay } from './columns.js';
import type { Kind } from './kinds.js';
import { amount, login, name, oneOf, type ReadCell, rate, text, wholeNumber } from './reading/cells.js';
import type { RowFault } from './reading/row-fault.js';

const person = { name: 'person', sql: 'text', required: true, read: () => login } satisfies Kind['columns'][number];

/** What customers say of the people who deal with them. */
export const voiceKinds = {
  surveys: {
    key: ['period', 'person', 'key', 'customer'],
    keyOnce: false,
    columns: [
      company,
      { name: 'period', sql: 'text', required: true, read: () => period },
      person,
      { name: 'key', sql: 'text', required: true, read: () => oneOf('satisfaction', 'renewal_intent', 'complaint_rate') },
      { name: 'customer', sql: 'text', read: () => text(64) },
      { name: 'value', sql: 'numeric(9, 6)', required: true, read: ({ notation }) => orZero(rate(notation), amount(notation, 'or zero')) },
      { name: 'answers', sql: 'integer', read: () => wholeNumber(1, 1_000_000) },
      pastDay('surveyedOn'),
    ],
    check: valueFault,
  },
  complaints: {
    key: ['complaint'],
    keyOnce: false,
    columns: [
      company,
      number('complaint'),
      customer,
      person,
      { ...pastDay('receivedOn'), required: true },
      { name: 'kind', sql: 'text', required: true, read: () => oneOf(...complaintKinds) },
      { name: 'note', sql: 'text', read: () => name(500) },
    ],
  },
} satisfies Readonly<Record<string, Kind>>;

const period: ReadCell = (value) => (assessmentPeriod(value) ? value : { code: 'period.malformed' });

/** A rate is above zero; of complaints there may be none. */
function orZero(read: ReadCell, zero: ReadCell): ReadCell {
  return (value) => {
    const found = zero(value);
    return found === '0.00' ? found : read(value);
  };
}

/** Points go up to 100; a rate of complaints is a fraction. */
function valueFault(value: (column: string) => string | null): RowFault | undefined {
  const [key, said] = [value('key'), value('value')];
  const most = key === 'complaint_rate' ? 1 : 100;
  return said !== null && Number(said) > most ? { column: 'value', value: said, code: 'survey.above', facts: { most } } : undefined;
}
