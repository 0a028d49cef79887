import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from './dockerfile.ts';

/**
 * The flag that gives Node, on any machine, the old generation that it takes by itself in the worker's container.
 * That is half of the container's memory: V8 lets a heap of 4 GB, its default on a large machine, hold more garbage.
 */
export function containerHeapFlag(): string {
  const manifest = readFileSync(join(REPOSITORY, 'deploy/kubernetes/worker/deployment.yaml'), 'utf8');
  const gigabytes = /limits: \{ memory: (\d+)Gi \}/.exec(manifest)?.[1];
  if (gigabytes === undefined) throw new Error('the manifest of the worker sets no limit of memory in Gi');
  return `--max-old-space-size=${Number(gigabytes) * 512}`;
}
