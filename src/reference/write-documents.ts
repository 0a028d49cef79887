import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { MARKED_FILES, referenceFiles } from './documents.ts';
import { fillMarkers } from './fill-markers.ts';
import { referenceParts } from './reference-parts.ts';

// `npm run docs`: writes the generated documents, and the generated parts of handwritten ones.
const root = join(import.meta.dirname, '../..');
for (const [file, text] of Object.entries(referenceFiles())) {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}
for (const file of MARKED_FILES) {
  const text = readFileSync(join(root, file), 'utf8');
  writeFileSync(join(root, file), fillMarkers(text, referenceParts()));
}
