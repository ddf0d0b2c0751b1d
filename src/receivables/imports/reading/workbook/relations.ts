import { posix } from 'node:path';
import { damaged, type Part, type WorkbookFile } from './workbook-file.js';
import { readXml } from './xml.js';

/** What one part says of another. */
export interface Relation {
  id: string;
  /** Its last word: officeDocument, worksheet, sharedStrings. What stands before differs between the two forms of the standard. */
  type: string;
  part?: Part;
}

const mostRelations = 5_000;

/** The parts that a part, or the file itself (''), names; none if it names none. */
export async function relationsOf(file: WorkbookFile, name: string): Promise<Relation[]> {
  const told = file.part(posix.join(posix.dirname(name), '_rels', `${posix.basename(name)}.rels`));
  const relations: Relation[] = [];
  if (!told) return relations;
  await readXml(file, told, {
    open: (element, { Id: id = '', Type: type = '', Target: target = '' }) => {
      if (element !== 'Relationship') return;
      if (relations.length === mostRelations) throw damaged(told);
      const path = target.startsWith('/') ? target : posix.join('/', posix.dirname(name), target);
      relations.push({ id, type: posix.basename(type), part: file.part(path.slice(1)) });
    },
  });
  return relations;
}
