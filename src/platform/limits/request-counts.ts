/** What a process has to tell the others: requests since it told them last, by subject. */
export interface Untold {
  /** Minutes since 1970. */
  minute: number;
  subjects: string[];
  requests: number[];
}

interface Count {
  /** Of all processes, as far as this one knows. */
  all: number;
  /** Of those, its own that it has not told yet. */
  untold: number;
}

const minuteMs = 60_000;

/** Requests of the running minute by subject, a person or an address. Knows no other process: what they count is told to it. */
export class RequestCounts {
  private minute = 0;
  private counts = new Map<string, Count>();

  /** @returns undefined for a request within the limit, which is counted by this; otherwise in how many seconds to come back */
  admit(subject: string, limit: number): number | undefined {
    const now = Date.now();
    this.begin(Math.floor(now / minuteMs));
    let count = this.counts.get(subject);
    if (!count) {
      count = { all: 0, untold: 0 };
      this.counts.set(subject, count);
    }
    if (count.all >= limit) return Math.ceil((minuteMs - (now % minuteMs)) / 1000);
    count.all += 1;
    count.untold += 1;
    return undefined;
  }

  untold(): Untold {
    const counted = [...this.counts].filter(([, { untold }]) => untold > 0);
    return {
      minute: this.minute,
      subjects: counted.map(([subject]) => subject),
      requests: counted.map(([, { untold }]) => untold),
    };
  }

  /** @param totals what all processes have told by now, for each subject of `told` */
  learn(told: Untold, totals: readonly { subject: string; requests: number }[]): void {
    if (told.minute !== this.minute) return;
    told.subjects.forEach((subject, index) => {
      const count = this.counts.get(subject);
      if (count) count.untold -= told.requests[index] ?? 0;
    });
    for (const { subject, requests } of totals) {
      const count = this.counts.get(subject);
      if (count) count.all = requests + count.untold;
    }
  }

  private begin(minute: number): void {
    if (minute === this.minute) return;
    this.minute = minute;
    this.counts = new Map();
  }
}
