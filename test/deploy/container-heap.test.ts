import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { containerHeapFlag } from './container-heap.ts';
import { imageNodeFlags } from './dockerfile.ts';

describe('containerHeapFlag', () => {
  it('is half of the memory of the manifest', () => {
    expect(containerHeapFlag()).toBe('--max-old-space-size=512');
  });

  it('leaves, with the flags of the image, most of the container to what lies outside of the heap', () => {
    const script = 'console.log(v8.getHeapStatistics().heap_size_limit / 1048576)';
    const flags = [...imageNodeFlags(), containerHeapFlag()];
    // Three times the young generation's half comes on top; Node 24 gives the same in a container of 1 GiB.
    expect(Number(execFileSync(process.execPath, [...flags, '--eval', script], { encoding: 'utf8' }))).toBe(
      512 + 3 * 16,
    );
  });
});
