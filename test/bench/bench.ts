/** Benchmarks: of the worker (default) or of the detector. */
import { endScript, inputFault, readScriptOptions } from '../../src/training/script-options.ts';

const WORKER_HELP = `Usage: npm run bench -- [--records N] [--json]
       npm run bench -- detect [--texts FILE]... [--json]   (npm run bench -- detect --help)

Measures the worker beside a plain copy of the same records, on a local Kafka that is started for it (Java 17, Maven); takes
minutes.

  --records N  records to copy and to sanitize (300000)
  --json       print one JSON object
  --help       show this

Example:
  $ npm run bench -- --records 100000 --json`;

const DETECT_HELP = `Usage: npm run bench -- detect [--texts FILE]... [--json]

Measures what the detector costs on one core, beside JSON in the same run: texts a second, hostile texts, what it alters of
texts that must survive, and the load of its model.

  --texts FILE  JSON lines with "text" (the training texts); may be repeated
  --json        print one JSON object
  --help        show this

Example:
  $ npm run bench -- detect --texts messages.jsonl --json`;

const isDetect = process.argv[2] === 'detect';
const { values, positionals } = readScriptOptions('bench', isDetect ? DETECT_HELP : WORKER_HELP, {
  allowPositionals: true,
  options: {
    json: { type: 'boolean' },
    ...(isDetect ? { texts: { type: 'string', multiple: true } as const } : { records: { type: 'string' } as const }),
  },
});
const [unknown] = isDetect ? positionals.slice(1) : positionals;
if (unknown !== undefined) endScript('bench', `unknown word ${unknown}; detect comes first (--help shows the options)`);
const { records, texts } = values as { readonly records?: string; readonly texts?: readonly string[] };
if (records !== undefined && !/^[1-9]\d{0,8}$/.test(records)) endScript('bench', '--records is a whole number above 0');
for (const file of texts ?? []) {
  const fault = inputFault(file);
  if (fault !== null) endScript('bench', fault);
}
await (isDetect ? import('./detect-bench.ts') : import('./worker-bench.ts'));
