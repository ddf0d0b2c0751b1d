import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Texts } from '../../platform/i18n/texts.js';
import { projectRoot } from '../../platform/root.js';
import { picture } from './picture.js';

// `npm run chart`: the picture in ARCHITECTURE.md is the machine's own.
const file = join(projectRoot, 'docs/statechart.svg');
writeFileSync(file, await picture(new Texts(), 'en'));
console.log(file);
