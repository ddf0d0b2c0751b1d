import type { NightProgress } from './night.js';

const barWidth = 24;
const stepNames = { opened: 'opening', advanced: 'advancing', reminded: 'reminding' } as const;

/** One line that is written over on a terminal; elsewhere nothing, so that a log holds a line per night. */
export class SweepProgress {
  private step = '';
  private since = 0;
  /** Left out where nobody looks: it costs the night some counting. */
  readonly onProgress?: (progress: NightProgress) => void;

  constructor(private readonly out: { isTTY?: boolean; write(text: string): unknown } = process.stderr) {
    if (out.isTTY) this.onProgress = (progress) => this.show(progress);
  }

  /** Before another line is printed. */
  clear(): void {
    if (this.step !== '') this.out.write('\r\x1b[K');
    this.step = '';
  }

  private show(progress: NightProgress): void {
    const step = `${progress.companyId} ${progress.on} ${progress.step}`;
    if (step !== this.step) {
      this.step = step;
      this.since = performance.now();
    }
    this.out.write(`\r\x1b[K${progressLine(progress, performance.now() - this.since)}`);
  }
}

/** @param elapsed milliseconds since the step began, from which the time left is reckoned */
export function progressLine({ companyId, on, step, done, of }: NightProgress, elapsed: number): string {
  // Others may have come due since they were counted.
  const total = Math.max(done, of);
  const bar = '█'.repeat(Math.round((done / total) * barWidth)).padEnd(barWidth, '░');
  const timeLeft = done > 0 ? `, ${inWords((elapsed / 1000) * ((total - done) / done))} left` : '';
  return `${companyId} ${on} ${stepNames[step]} ${bar} ${done} of ${total} cases${timeLeft}`;
}

function inWords(seconds: number): string {
  return seconds < 60 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
}
