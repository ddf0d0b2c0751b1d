import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { collectionCase } from '../../../workflows/collection-case/machine.js';
import { Texts } from '../../platform/i18n/texts.js';
import { projectRoot } from '../../platform/root.js';
import { chartWords } from './chart-words.js';
import { statechartDot } from './statechart-dot.js';
import { statechartSvg } from './statechart-svg.js';

// `npm run chart`: the picture in ARCHITECTURE.md is the machine's own.
const file = join(projectRoot, 'docs/statechart.svg');
writeFileSync(file, await statechartSvg(statechartDot(collectionCase, chartWords(new Texts(), 'en'))));
console.log(file);
