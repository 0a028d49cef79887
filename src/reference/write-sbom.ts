import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BOM_COMMAND, productionBom } from './software-bill.ts';

// `npm run sbom`: writes the bill of materials of the production packages, as the lock file names them, beside the build.
const root = join(import.meta.dirname, '../..');
const file = join(root, 'dist/sbom.cdx.json');
const written = execFileSync('npm', BOM_COMMAND, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 });
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, `${JSON.stringify(productionBom(JSON.parse(written)), null, 2)}\n`);
