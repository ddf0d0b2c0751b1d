import { BusinessDate, Name, OneOf } from '../../platform/shapes.js';
import { type ImportKind, importKinds } from '../../receivables/imports/import-kinds.js';

/** What is said of a file when it is handed over. */
export class BeginForm {
  @OneOf(importKinds)
  kind!: ImportKind;

  @Name({ max: 20 })
  company!: string;

  @Name({ max: 80, optional: true, description: '`canonical`, `own`, `stored:<name>`, `example:<name>`; left out: whatever fits' })
  source?: string;

  @BusinessDate({ optional: true })
  asOf?: string;
}
