import { createServer } from 'node:net';

/** What stands in the way of a listener: nothing, another listener of ours, or something else. */
export type PortState = 'free' | 'sigilo' | 'taken';

const ANSWER_MS = 1_000;

/** Tries to listen on an address and gives it up at once; asks who answers there when it is taken. */
export async function probePort(host: string, port: number): Promise<PortState> {
  if (port === 0 || (await canListen(host, port))) return 'free';
  return (await answersAsSigilo(host, port)) ? 'sigilo' : 'taken';
}

function canListen(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}

/** The metrics page names its maker; the page of the operator asks for a token under our header. */
async function answersAsSigilo(host: string, port: number): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(ANSWER_MS);
    const answer = await fetch(`http://${host.includes(':') ? `[${host}]` : host}:${port}/metrics`, { signal });
    return answer.status === 401 || (await answer.text()).includes('sigilo_build_info');
  } catch {
    return false;
  }
}
