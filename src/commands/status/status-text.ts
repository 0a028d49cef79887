import type { StatusPage, StatusRoute } from '../run/status-page.ts';
import { terminalColors } from '../terminal-colors.ts';
import type { Attention } from './attention.ts';

/** The status as lines for people. @param now milliseconds since 1970 */
export function describeStatus(page: StatusPage, attention: readonly Attention[], now: number): readonly string[] {
  const { bold } = terminalColors();
  const { version, startedAt, routes, worker } = page;
  const lines = [`sigilo ${version}, running for ${duration(now - Date.parse(startedAt))}`];
  if (worker)
    lines.push(`${worker.isJoined ? 'member of its group' : 'not in its group'}, ${assigned(worker.assigned)}`);
  for (const route of routes) lines.push('', bold(`route ${route.name}`), ...describeRoute(page, route, now));
  lines.push('');
  if (attention.length === 0) lines.push('nothing needs attention');
  else lines.push(bold('needs attention'), ...attention.flatMap((each) => describeAttention(each, now)));
  return lines;
}

function describeRoute({ worker }: StatusPage, route: StatusRoute, now: number): readonly string[] {
  const { source, sink, quarantine, mode, counts, plans, keyVersion, recordKeyVersion } = route;
  const own = worker?.partitions.filter((each) => each.route === route.name) ?? [];
  const lag = own.reduce((sum, { lagRecords }) => sum + (lagRecords ?? 0), 0);
  const age = Math.max(0, ...own.map(({ lagSeconds }) => lagSeconds ?? 0));
  const lastCommitAt = worker?.routes.find((each) => each.route === route.name)?.lastCommitAt ?? null;
  const commit = lastCommitAt === null ? 'none yet' : `${duration(now - lastCommitAt)} ago`;
  const held = Object.values(counts.quarantined).reduce((sum, count) => sum + count, 0);
  const pinned = recordKeyVersion === keyVersion ? '' : `, ${recordKeyVersion} for record keys`;
  const lines = [
    `  topics      ${source} -> ${sink}, quarantine ${quarantine}; ${mode}`,
    `  records     ${number(counts.consumed)} read, ${number(counts.forwarded)} forwarded, ${number(held)} quarantined, ${number(counts.expired)} expired unread`,
    `  lag         ${number(lag)} records${age > 0 ? `, the oldest waits for ${duration(age * 1_000)}` : ''}; last commit ${commit}; ${assigned(own.length)}`,
    `  plans       ${plans.map(({ plan, policy, schemaId }) => `${plan} (${policy}, schema ${schemaId})`).join(', ') || 'none yet'}; key version ${keyVersion}${pinned}`,
  ];
  const reasons = Object.entries(counts.quarantined).sort(([, left], [, right]) => right - left);
  if (reasons.length === 0) return lines;
  const told = reasons.map(([reason, count]) => `${reason} ${number(count)}`).join(', ');
  return [...lines, `  quarantined ${told}   (sigilo explain ${reasons[0]?.[0]})`];
}

function describeAttention({ code, route, partitions, since, what, todo, remedy }: Attention, now: number): string[] {
  const { red } = terminalColors();
  const place = [route === undefined ? '' : `route ${route}`, partitions ? `partitions ${partitions.join(', ')}` : ''];
  const where = place.filter((part) => part !== '').join(', ');
  const lasts = since === undefined ? '' : `, for ${duration(now - since)}`;
  return [
    `  ${red(code)}${where === '' ? '' : ` (${where}${lasts})`}: ${what}`,
    `      ${todo}`,
    ...(remedy === undefined ? [] : [`      ${remedy}`]),
  ];
}

function assigned(count: number): string {
  return `${count} partition${count === 1 ? '' : 's'} here`;
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}

const UNITS = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
] as const;

function duration(milliseconds: number): string {
  const unit = UNITS.find(([size]) => milliseconds >= 2 * size);
  return unit
    ? `${Math.floor(milliseconds / unit[0])} ${unit[1]}`
    : `${Math.max(0, Math.floor(milliseconds / 1_000))} s`;
}
