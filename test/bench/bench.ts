import type { BenchServer } from './bench-server.js';

/** What all benchmarks of a run share. */
export interface Setting {
  readonly server: BenchServer;
  /** Size of imports and of the night. */
  readonly receivables: number;
  /** Size of the database that is read. */
  readonly cases: number;
  readonly rounds: number;
  /** How long clients send requests. */
  readonly seconds: number;
  /** Tells how far the run is. */
  say(line: string): void;
}

/** A row of the table. */
export interface Line {
  readonly work: string;
  readonly ours: string;
  readonly limit: string;
  readonly ratio: string;
  /** Peak of the process that did our side. */
  readonly memory: string;
}

export interface Bench {
  /** For `--only`. */
  readonly name: string;
  run(setting: Setting): Promise<Line[]>;
}
