import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { redactLines } from '../../src/commands/redact.ts';
import { settingsSchema } from '../../src/config/settings.ts';
import { ENTITY_TYPES } from '../../src/core/entity.ts';
import { ERROR_CODES, RECORD_REASONS } from '../../src/errors.ts';
import { readPolicies } from '../../src/policy-file.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (file: string) => readFileSync(root + file, 'utf8');
const readme = read('README.md');
const pages = readdirSync(`${root}docs`).map((name) => `docs/${name}`);
const documents = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', ...pages];
const matches = (text: string, pattern: RegExp) => [...new Set([...text.matchAll(pattern)].map((match) => match[1]!))];
const scripts = Object.keys(JSON.parse(read('package.json')).scripts);

describe.each(documents)('%s', (document) => {
  it('links to files that exist', () => {
    const links = matches(read(document), /\]\((?!https?:)([^)#]+)\)/g);
    expect(links.filter((link) => !existsSync(join(root, dirname(document), link)))).toEqual([]);
  });

  it('names paths that exist', () => {
    const paths = matches(read(document), /`((?:src|test|deploy|schemas)\/[\w./-]+)`/g);
    expect(paths.filter((path) => !existsSync(root + path))).toEqual([]);
  });

  it('names npm scripts that exist', () => {
    const named = matches(read(document), /npm run (?:--silent )?([a-z:]+)/g);
    expect(named.filter((script) => !scripts.includes(script))).toEqual([]);
  });

  it('links to headings that exist', () => {
    const anchors = matches(read(document), /\]\((?!https?:)([^)]*#[^)]+)\)/g);
    const missing = anchors.filter((anchor) => {
      const [file = '', heading = ''] = anchor.split('#');
      const target = file === '' ? document : join(dirname(document), file);
      return !headingsOf(read(target)).includes(heading);
    });
    expect(missing).toEqual([]);
  });

  it('names error codes and settings that exist', () => {
    const areas = [...new Set(Object.keys(ERROR_CODES).map((code) => code.split('.')[0]))].join('|');
    const settings = matches(read('docs/configuration.md'), /^\| `([A-Za-z.[\]]+)` \|/gm);
    const named = matches(read(document), new RegExp(`\`((?:${areas})\\.[a-z]+(?:_[a-z]+)*)\``, 'g'));
    const known = [...Object.keys(ERROR_CODES), ...settings, 'quarantine.identity'];
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
  });

  it('names commands that exist', () => {
    const commands = readdirSync(`${root}src/commands`).map((name) => name.replace(/\.ts$/, ''));
    const named = matches(read(document), /(?:sigilo -- |`sigilo )([a-z]+)/g);
    expect(named.filter((command) => !commands.includes(command))).toEqual([]);
  });
});

/** As GitHub names them. */
function headingsOf(text: string): readonly string[] {
  return matches(text, /^#+ (.+)$/gm).map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe('README.md', () => {
  it('opens three doors in this order: no Kafka, Docker, a Kafka from Maven', () => {
    const doors = matches(readme, /^### (\d\. .*)$/gm);
    expect(doors.map((door) => /^\d\. .*?(Without Kafka|With Docker|Maven)/.exec(door)?.[1])).toEqual([
      'Without Kafka',
      'With Docker',
      'Maven',
    ]);
  });

  it('shows records whose treatment joins as it says', async () => {
    const redacted: string[] = [];
    const command = /redact (--schema \S+) (--policy \S+) < (\S+)/.exec(readme) ?? [];
    const [, schema = '', policy = '', records = ''] = command.map((part) => part.replace(/^--\w+ /, root));
    const options = { schema, policy, keyVersion: 'k1' };
    await redactLines(
      Readable.from(read(records)),
      options,
      (line) => redacted.push(line),
      () => {},
    );
    const [first = '', , third = ''] = redacted;
    const tokensOf = (line: string) => matches(line, /(\[CPF~k1~[A-Z2-7]{16}\])/g);
    expect(redacted).toHaveLength(3);
    expect(JSON.parse(first).text).toContain(tokensOf(first)[0]);
    expect(tokensOf(first)).toHaveLength(1);
    expect(tokensOf(third)).toHaveLength(2);
    expect(tokensOf(third)).not.toContain(tokensOf(first)[0]);
  });

  it('lists exactly the metrics that exist', () => {
    const defined = matches(read('src/io/telemetry/define-metrics.ts'), /'(sigilo_[a-z_]+)'/g).sort();
    expect(matches(readme, /^\| `(sigilo_[a-z_]+)` \|/gm).sort()).toEqual(defined);
  });

  it('names no metric that does not exist', () => {
    const telemetry = read('src/io/telemetry/define-metrics.ts');
    expect(matches(readme, /`(sigilo_[a-z_]+)`/g).filter((name) => !telemetry.includes(`'${name}'`))).toEqual([]);
  });

  it('lists exactly the reasons for quarantine', () => {
    const [, section = ''] = /## Why a record is quarantined\n([\s\S]*?)\n## /.exec(readme) ?? [];
    expect(matches(section, /^\| `([a-z_]+)` \|/gm).sort()).toEqual([...RECORD_REASONS].sort());
  });

  it('names entity types that exist', () => {
    const named = matches(readme, /(?:tokenize|redact|type|generalize): (?:\{ )?([A-Z_]{2,})/g);
    expect(named.filter((entity) => !ENTITY_TYPES.includes(entity as never))).toEqual([]);
    expect(named.length).toBeGreaterThan(3);
  });

  it('shows a configuration that is valid', () => {
    const [, shown = ''] = /```yaml\n(# sigilo\.yaml[\s\S]*?)```/.exec(readme) ?? [];
    const settings = parse(shown.replace('age1…', `age1${'q'.repeat(58)}`));
    expect(settingsSchema.safeParse(settings).error?.issues ?? []).toEqual([]);
  });

  it('shows a policy that is valid', () => {
    const [, text = ''] = /```yaml\n(policy: [\s\S]*?)```/.exec(readme) ?? [];
    expect(readPolicies([{ file: 'README.md', text }])).toHaveLength(1);
  });

  it('shows a policy whose rules are those of the example', () => {
    const policy = read('schemas/chat-message.policy.yaml');
    const [, shown = ''] = /```yaml\n(policy: [\s\S]*?)```/.exec(readme) ?? [];
    const words = matches(shown, /^ *([^\s#][^:]*):/gm);
    expect(words.filter((word) => !policy.includes(`${word}:`))).toEqual([]);
  });
});
