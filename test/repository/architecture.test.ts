import { globSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findViolations } from './architecture-rules.ts';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** A small tree that obeys every rule and comes close to breaking each. */
const GOOD: Readonly<Record<string, string>> = {
  'src/errors.ts': 'export const a = 1;',
  'src/config.ts': 'export const host = process.env.HOST;',
  'src/cli.ts': "import { run } from './commands/run.ts';\nconsole.log(run);",
  'src/commands/run.ts':
    "import { host } from '../config.ts';\nimport '../worker.ts';\nexport const run = () => console.error(host);",
  'src/worker.ts':
    "import type { Sink } from './io/sink.ts';\nimport { a } from './errors.ts';\nexport const now = async () => Date.now() + a;\nexport type S = Sink;",
  'src/io/sink.ts':
    "import { Kafka } from 'kafkajs';\nimport { randomBytes } from 'node:crypto';\nimport type { Leaf } from '../core/avro/schema.ts';\nimport { a } from '../errors.ts';\nexport type Sink = [typeof Kafka, Leaf, typeof a, typeof randomBytes];",
  'src/io/source.ts': "import { part } from './source/part.ts';\nexport const source = part;",
  'src/io/source/part.ts': "import { a } from '../../errors.ts';\nexport const part = a;",
  'src/telemetry-events.ts': 'export const e = 1;',
  'src/io/log.ts': "import type { e } from '../telemetry-events.ts';\nexport type E = typeof e;",
  'src/commands/run/part.ts': "import { name } from './name.ts';\nexport const part = name;",
  'src/commands/run/name.ts': "export const name = 'a';",
  'src/core/bytes.ts': "import { Buffer, isUtf8 } from 'node:buffer';\nexport const b = [Buffer, isUtf8];",
  'src/core/entity.ts': 'export type Entity = 1;',
  'src/core/limits.ts': 'export const limit = 1;',
  'src/core/avro/schema.ts':
    "import avro from 'avsc';\nexport type Leaf = typeof avro;\n// console.log(process.env.HOST, Date.now());\n",
  'src/core/text/fold.ts': "export const site = 'https://example.org'; /* Math.random() */",
  'src/core/detect/cpf.ts':
    "import { isValid } from '@brazilian-utils/brazilian-utils';\nimport { fold } from '../text/fold.ts';\nimport max from 'libphonenumber-js/max';\nexport const x = [isValid, fold, max];",
  'src/core/treat/token.ts':
    "import {\n  createHmac,\n  type hash as oneShot,\n  hkdfSync,\n} from 'node:crypto';\nexport const made = [createHmac, hkdfSync, new Date(0)] as unknown as typeof oneShot;",
  'src/core/policy/plan.ts':
    "import { x } from '../detect/cpf.ts';\nimport { made } from '../treat/token.ts';\nexport const y = [x, made];",
  'src/core/guard/leak-check.ts':
    "import type { Leaf } from '../avro/schema.ts';\nimport type { Entity } from '../entity.ts';\nimport { limit } from '../limits.ts';\nexport { b } from './mask.ts';\nexport type G = [Leaf, Entity, typeof limit];",
  'src/core/guard/mask.ts': 'export const b = 2;',
};

/** Each rule, broken: what is added to the good tree, and the sentence that must be the only one. */
const BROKEN: readonly [rule: string, path: string, source: string, expected: RegExp][] = [
  [
    'core imports io',
    'src/core/bad.ts',
    "import type { Sink } from '../io/sink.ts';",
    /is core and imports src\/io\/sink\.ts/,
  ],
  [
    'core imports the worker over two lines',
    'src/core/bad.ts',
    "import {\n  now,\n} from '../worker.ts';",
    /is core and imports src\/worker/,
  ],
  ['core exports from the edge', 'src/core/bad.ts', "export * from '../config.ts';", /is core and imports src\/config/],
  [
    'core imports lazily',
    'src/core/bad.ts',
    "const a = () => import('../config.ts');",
    /is core and imports src\/config/,
  ],
  ['core imports a client', 'src/core/bad.ts', "import 'kafkajs';", /is core and imports kafkajs/],
  [
    'core imports a package of a similar name',
    'src/core/bad.ts',
    "import 'zod-extra';",
    /is core and imports zod-extra/,
  ],
  [
    'core imports the file system',
    'src/core/bad.ts',
    "import { readFileSync } from 'node:fs';",
    /is core and imports node:fs/,
  ],
  [
    'core takes randomness',
    'src/core/bad.ts',
    "import { hash, randomBytes } from 'node:crypto';",
    /imports randomBytes from node:crypto/,
  ],
  [
    'core renames randomness',
    'src/core/bad.ts',
    "import { randomUUID as hash } from 'node:crypto';",
    /imports randomUUID from node:crypto/,
  ],
  [
    'core takes all of crypto',
    'src/core/bad.ts',
    "import * as crypto from 'node:crypto';",
    /more than named functions/,
  ],
  ['core takes crypto as default', 'src/core/bad.ts', "import crypto from 'node:crypto';", /more than named functions/],
  [
    'core opens ciphers',
    'src/core/bad.ts',
    "import { createDecipheriv } from 'node:crypto';",
    /imports createDecipheriv/,
  ],
  ['core reads the clock', 'src/core/bad.ts', 'export const a = Date.now();', /uses Date\.now/],
  ['core makes the present date', 'src/core/bad.ts', 'export const a = new Date();', /uses new Date\(\)/],
  ['core rolls dice', 'src/core/bad.ts', 'export const a = Math.random();', /uses Math\.random/],
  ['core waits', 'src/core/bad.ts', 'export async function a() {}', /the core is synchronous/],
  ['avro knows treat', 'src/core/avro/bad.ts', "import { made } from '../treat/token.ts';", /do not know one another/],
  [
    'detect knows avro, by type',
    'src/core/detect/bad.ts',
    "import type { Leaf } from '../avro/schema.ts';",
    /do not know one another/,
  ],
  ['treat knows detect', 'src/core/treat/bad.ts', "import { x } from '../detect/cpf.ts';", /do not know one another/],
  [
    'guard knows detect',
    'src/core/guard/bad.ts',
    "import { x } from '../detect/cpf.ts';",
    /is guard and imports src\/core\/detect/,
  ],
  [
    'guard knows treat',
    'src/core/guard/bad.ts',
    "import { made } from '../treat/token.ts';",
    /is guard and imports src\/core\/treat/,
  ],
  [
    'guard knows policy, by type',
    'src/core/guard/bad.ts',
    "import type { y } from '../policy/plan.ts';",
    /is guard and imports src\/core\/policy/,
  ],
  [
    'guard shares the folding',
    'src/core/guard/bad.ts',
    "import { fold } from '../text/fold.ts';",
    /is guard and imports src\/core\/text/,
  ],
  [
    'guard uses code of avro',
    'src/core/guard/bad.ts',
    "import { parse } from '../avro/schema.ts';",
    /is guard and imports src\/core\/avro/,
  ],
  [
    'guard shares a validator',
    'src/core/guard/bad.ts',
    "import { isValid } from '@brazilian-utils/brazilian-utils';",
    /is guard and imports @brazilian/,
  ],
  ['io knows io', 'src/io/bad.ts', "import type { Sink } from './sink.ts';", /is io and imports src\/io\/sink/],
  ['io knows a part of other io', 'src/io/bad.ts', "import './source/part.ts';", /is io and imports src\/io\/source/],
  ['io knows the worker', 'src/io/bad.ts', "import type { now } from '../worker.ts';", /is io and imports src\/worker/],
  [
    'io knows the configuration',
    'src/io/bad.ts',
    "import { host } from '../config.ts';",
    /is io and imports src\/config/,
  ],
  [
    'the worker imports a command',
    'src/bad.ts',
    "import { run } from './commands/run.ts';",
    /only cli imports commands/,
  ],
  ['a command imports cli', 'src/commands/bad.ts', "import '../cli.ts';", /nobody imports cli/],
  ['a file reads the environment', 'src/bad.ts', 'export const a = process.env.A;', /reads process\.env/],
  ['a file takes the environment apart', 'src/bad.ts', 'const { env } = process;', /reads process\.env/],
  ['a file reads the environment by name', 'src/bad.ts', "const a = process['env'];", /reads process\.env/],
  ['the worker writes to the console', 'src/bad.ts', "console.log('a');", /writes to the console/],
  ['a helper file', 'src/core/text-helpers.ts', '', /is not named by what it does/],
  ['a folder of utilities', 'src/core/utils/a.ts', '', /is not named by what it does/],
  ['a manager', 'src/io/key-manager.ts', '', /is not named by what it does/],
  ['a service', 'src/service.ts', '', /is not named by what it does/],
  ['a barrel', 'src/core/treat/index.ts', '', /is not named by what it does/],
  ['a long file', 'src/bad.ts', '\n'.repeat(251), /has 251 lines/],
  ['an import of nothing', 'src/bad.ts', "import './missing.ts';", /imports src\/missing\.ts, which does not exist/],
  [
    'a cycle of one',
    'src/bad.ts',
    "import type { A } from './bad.ts';",
    /src\/bad\.ts -> src\/bad\.ts is an import cycle/,
  ],
];

const withFile = (path: string, source: string): Map<string, string> =>
  new Map(Object.entries({ ...GOOD, [path]: source }));

describe('the rules of the layout', () => {
  it('accept a tree that obeys them', () => {
    expect(findViolations(new Map(Object.entries(GOOD)))).toEqual([]);
  });

  it.each(BROKEN)('notice when %s', (_, path, source, expected) => {
    const violations = findViolations(withFile(path, source));
    expect(violations).toEqual([expect.stringMatching(expected)]);
    expect(violations[0]).toContain(path);
  });

  it('notice a cycle through several files, type imports included', () => {
    const files = withFile('src/core/entity.ts', "import type { y } from './policy/plan.ts';");
    files.set('src/core/text/fold.ts', "import type { Entity } from '../entity.ts';");
    const trail = ['entity.ts', 'policy/plan.ts', 'detect/cpf.ts', 'text/fold.ts'].map((name) => `src/core/${name}`);
    const violations = findViolations(files);
    expect(violations).toHaveLength(1);
    for (const path of trail) expect(violations[0]).toContain(path);
    expect(violations[0]).toMatch(/is an import cycle$/);
  });
});

describe('the source tree', () => {
  const paths = globSync('src/**/*.ts', { cwd: ROOT }).map((path) => path.split(sep).join('/'));

  it('is read', () => {
    expect(paths).toContain('src/errors.ts');
    expect(paths.length).toBeGreaterThan(20);
  });

  it('obeys the rules of the layout', () => {
    const files = new Map(paths.map((path) => [path, readFileSync(join(ROOT, path), 'utf8')]));
    expect(findViolations(files)).toEqual([]);
  });
});
