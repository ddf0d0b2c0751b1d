import { relative, sep } from 'node:path';
import TestSequencer from '@jest/test-sequencer';

/** Begun late, one of them would be waited for while the other workers have nothing left to do. */
const longest = [
  'test/faults/kills.spec.ts',
  'test/scenarios/stories.spec.ts',
  'test/faults/night.spec.ts',
  'test/scenarios/year.spec.ts',
  'test/faults/replicas.spec.ts',
  'test/faults/random-histories.spec.ts',
  'test/web/overdue-lists.spec.ts',
  'test/scenarios/demo-company.spec.ts',
  'test/faults/start-and-stop.spec.ts',
  'test/scenarios/readme-tour.spec.ts',
];

/** A machine that has run all tests before knows how long each takes; one that has not is told which to begin with. */
export default class LongestFirst extends TestSequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    if (sorted.every(({ duration }) => duration !== undefined)) return sorted;
    return sorted.toSorted((a, b) => placeOf(a) - placeOf(b));
  }
}

function placeOf({ path, context }) {
  const place = longest.indexOf(relative(context.config.rootDir, path).split(sep).join('/'));
  return place < 0 ? longest.length : place;
}
