import { addDays, addMonths, type BusinessDate } from '../../workflows/calendar/dates.js';

/** Where people who practise want to go most often, each a button. */
export function trainingDates(date: BusinessDate): { name: string; date: BusinessDate }[] {
  const firstOfMonth = `${date.slice(0, 8)}01`;
  const twentieth = `${date.slice(0, 8)}20`;
  return [
    { name: 'nextDay', date: addDays(date, 1) },
    { name: 'nextWeek', date: addDays(date, 7) },
    { name: 'meeting', date: date < twentieth ? twentieth : addMonths(twentieth, 1) },
    { name: 'nextMonth', date: addMonths(firstOfMonth, 1) },
  ];
}
