/** True for hosts that name this machine: 127.0.0.0/8, ::1 (also in brackets) and `localhost`. */
export function isLoopback(host: string): boolean {
  return /^(127(\.\d{1,3}){3}|::1|\[::1\]|localhost)$/i.test(host);
}
