/** True for hosts that name this machine: 127.0.0.0/8, ::1 (also in brackets) and `localhost`. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}

/** Octets beyond 255 make no address but a name, which a name service may send anywhere. */
const LOOPBACK = /^(127(\.(\d|[1-9]\d|1\d\d|2[0-4]\d|25[0-5])){3}|::1|\[::1\]|localhost)$/i;
