import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRegistryProxy, type RegistryProxy } from '../../integration/registry-proxy.ts';
import { type FakeRun, fakeRun } from './fake-run.ts';
import { registryDown, registryGarbage } from './registry.ts';

const upstream = createServer((_request, response) => response.end('{"schema":"\\"string\\""}'));
let proxy: RegistryProxy;
let fake: FakeRun;
/** What a worker of the run hears from the registry at the time when it needs the next schema. */
let heard: string;
let pauses: boolean;

beforeEach(async () => {
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  proxy = await openRegistryProxy(`http://127.0.0.1:${(upstream.address() as AddressInfo).port}`);
  pauses = true;
  const nextSchema = async () => {
    heard = await ask();
    if (pauses) fake.say({ msg: 'partition paused', code: 'registry.unavailable', route: 'chat', partition: 1 });
  };
  fake = fakeRun({ registry: proxy, load: { nextSchema, written: () => 0, widen: () => {} } });
});
afterEach(async () => {
  await proxy.close();
  await new Promise((resolve) => upstream.close(resolve));
  fake.remove();
});

const ask = () =>
  fetch(`${proxy.url}/schemas/ids/7`).then(
    (response) => response.text(),
    () => 'refused',
  );

describe('a fault of the registry', () => {
  it.each([
    [registryDown, 'refused'],
    [registryGarbage, '{"schema": "{\\"type'],
  ])('bites, and leaves the registry as it was: $kind', async (fault, expected) => {
    fake.commitAlways();
    expect(await fault.strike(fake.run)).toEqual({ bit: true });
    expect(heard).toBe(expected);
    expect(await ask()).toBe('{"schema":"\\"string\\""}');
    expect(fake.notes[0]).toMatchObject(['registry harmed', { route: 'chat', pause: { partition: 1 }, missing: [] }]);
  });

  it('is undone also when no version of the schema is left', async () => {
    const nextSchema = () => Promise.reject(new Error('no version is left'));
    const run = { ...fake.run, load: { ...fake.run.load, nextSchema } };
    await expect(registryDown.strike(run)).rejects.toThrow('no version is left');
    expect(await ask()).toBe('{"schema":"\\"string\\""}');
  });
});
