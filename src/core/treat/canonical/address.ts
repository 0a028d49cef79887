const SCHEME = /^[a-z][a-z0-9+.-]{1,30}:\/\//i;
const END_OF_HOST = /[/?#\s]/;
const IPV4 = /^(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\.(?!$)|$)){4}$/;
const GROUP = /^[0-9a-f]{1,4}$/;

/** A link with scheme and host in lower case; the path stays as it is, since servers tell case apart there. */
export function canonicalUrl(value: string): string | null {
  const text = value.trim();
  const scheme = SCHEME.exec(text);
  if (scheme === null) return null;
  const hostStart = scheme[0].length;
  const hostLength = text.slice(hostStart).search(END_OF_HOST);
  const hostEnd = hostLength < 0 ? text.length : hostStart + hostLength;
  const rest = text.slice(hostEnd);
  return hostEnd === hostStart || /\s/.test(rest) ? null : text.slice(0, hostEnd).toLowerCase() + rest;
}

/** An IPv4 address as dotted decimals, or an IPv6 address as eight groups without leading zeros; zone names are refused. */
export function canonicalIp(value: string): string | null {
  const text = value.trim().toLowerCase();
  if (text.length > 45) return null;
  return IPV4.test(text) ? text : expandIpv6(text);
}

function expandIpv6(text: string): string | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const head = groupsOf(halves[0] ?? '');
  const tail = groupsOf(halves[1] ?? '');
  if (head === null || tail === null) return null;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null;
  return [...head, ...new Array<string>(missing).fill('0'), ...tail].join(':');
}

/** Groups of one side of `::`; a dotted IPv4 tail counts as two. */
function groupsOf(side: string): string[] | null {
  if (side === '') return [];
  const groups = side.split(':');
  const last = groups.at(-1) as string;
  if (IPV4.test(last)) {
    const [a, b, c, d] = last.split('.').map(Number) as [number, number, number, number];
    groups.splice(-1, 1, (a * 256 + b).toString(16), (c * 256 + d).toString(16));
  }
  return groups.every((group) => GROUP.test(group))
    ? groups.map((group) => Number.parseInt(group, 16).toString(16))
    : null;
}
