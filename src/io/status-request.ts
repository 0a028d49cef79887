import { SigiloError, thrownName } from '../errors.ts';

const ANSWER_MS = 5_000;

/**
 * Reads the page `/status` of the worker on this machine.
 * @throws SigiloError `worker.unreachable` when nobody, or somebody else, answers
 */
export async function readStatusPage(host: string, port: number): Promise<unknown> {
  const place = { setting: 'http.port', actual: port };
  try {
    const url = `http://${hostOnThisMachine(host)}:${port}/status`;
    const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(ANSWER_MS) });
    if (answer.status !== 200) throw new SigiloError('worker.unreachable', { ...place, status: answer.status });
    return await answer.json();
  } catch (error) {
    if (error instanceof SigiloError) throw error;
    throw new SigiloError('worker.unreachable', { ...place, thrown: thrownName(error) });
  }
}

/** A listener on all addresses is asked on the loopback. */
function hostOnThisMachine(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
