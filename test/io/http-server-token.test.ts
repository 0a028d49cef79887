import { afterEach, expect, it } from 'vitest';
import { SigiloError } from '../../src/errors.ts';
import { adminPages, type Listener, openListener } from '../../src/io/http-server.ts';

let listener: Listener;
afterEach(() => listener.close());

it('nobody is let in while the file of the token cannot be used; whoever knows the renewed one afterwards', async () => {
  let read = (): string => 'first-token-of-ours';
  const pages = adminPages(() => ({ fine: true }));
  listener = await openListener({ host: '127.0.0.1', port: 0, setting: 'http.adminPort', pages, token: () => read() });
  const ask = async (token: string) => {
    const headers = { authorization: `Bearer ${token}`, connection: 'close' };
    return (await fetch(`http://127.0.0.1:${listener.port}/status`, { headers })).status;
  };
  expect(await ask('first-token-of-ours')).toBe(200);
  read = () => {
    throw new SigiloError('config.secret_unreadable');
  };
  expect(await ask('first-token-of-ours')).toBe(503);
  read = () => 'second-token-of-ours';
  expect(await ask('first-token-of-ours')).toBe(401);
  expect(await ask('second-token-of-ours')).toBe(200);
});
