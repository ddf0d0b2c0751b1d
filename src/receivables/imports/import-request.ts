import type { ImportKind } from './import-kinds.js';

/** A file that lies on this machine. */
export interface ImportFile {
  path: string;
  /** As its sender named it. */
  name: string;
  sha256: Buffer;
  bytes: number;
}

export interface ImportRequest {
  kind: ImportKind;
  companyId: string;
  file: ImportFile;
  /** Left out: the file is canonical. */
  profile?: string;
  onError: 'stop' | 'skip';
  asOf?: string;
  /** `later`: those of what is overdue are left to a file that follows, or to the night. */
  cases?: 'now' | 'later';
  /** Login of who brings it; whether they may is asked before. */
  by: string;
}
