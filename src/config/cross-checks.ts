import { connectionFaults } from './connection-checks.ts';
import type { Fault } from './describe-issues.ts';
import { valueAt } from './environment.ts';

/** Rules that join several settings. They read the raw tree, so that they speak also when other settings are wrong. */
export function crossChecks(tree: unknown): Fault[] {
  return [...routeFaults(tree), ...portFaults(tree), ...connectionFaults(tree)];
}

function routeFaults(tree: unknown): Fault[] {
  const routes = valueAt(tree, ['routes']);
  if (!Array.isArray(routes)) return [];
  const faults: Fault[] = [];
  const names = new Map<unknown, number>();
  const sources = new Map<unknown, number>();
  const targets = new Map<unknown, string>();
  for (const [index] of routes.entries()) {
    const at = (word: string) => valueAt(routes, [index, word]);
    const twice = (seen: Map<unknown, number>, word: string, rule: string) => {
      const value = at(word);
      if (typeof value !== 'string') return;
      const first = seen.get(value);
      if (first === undefined) seen.set(value, index);
      else faults.push({ path: ['routes', index, word], text: `${rule} routes[${first}]` });
    };
    twice(names, 'name', 'is also the name of');
    twice(sources, 'source', 'a source belongs to one route, this one is also read by');
    for (const word of ['sink', 'quarantine']) if (at(word)) targets.set(at(word), `routes[${index}].${word}`);
    if (typeof at('sink') === 'string' && at('sink') === at('quarantine')) {
      faults.push({ path: ['routes', index, 'quarantine'], text: 'must not be the sink' });
    }
  }
  for (const [source, index] of sources) {
    const target = targets.get(source);
    if (target)
      faults.push({ path: ['routes', index, 'source'], text: `no topic is both a source and a target: ${target}` });
  }
  for (const [index] of routes.entries()) {
    const sink = valueAt(routes, [index, 'sink']);
    const other = routes.findIndex((route, position) => position !== index && valueAt(route, ['quarantine']) === sink);
    if (typeof sink === 'string' && other >= 0) {
      faults.push({ path: ['routes', index, 'sink'], text: `is also the quarantine of routes[${other}]` });
    }
  }
  return faults;
}

function portFaults(tree: unknown): Fault[] {
  const port = valueAt(tree, ['http', 'port']) ?? 9_464;
  const adminPort = valueAt(tree, ['http', 'adminPort']) ?? 9_465;
  if (port !== adminPort || port === 0) return [];
  return [{ path: ['http', 'adminPort'], text: 'must differ from http.port' }];
}
