import type { PartitionHealth } from '../../worker/health.ts';
import type { RecentQuarantine } from '../../worker/recent-quarantine.ts';
import type { WorkerHealth } from '../../worker.ts';
import { counted } from '../counted.ts';
import type { StatusPage, StatusRoute } from '../run/status-page.ts';
import { terminalColors } from '../terminal-colors.ts';
import type { Attention } from './attention.ts';

/** The status as lines for people. @param now milliseconds since 1970 */
export function describeStatus(page: StatusPage, attention: readonly Attention[], now: number): readonly string[] {
  const { bold } = terminalColors();
  const { version, startedAt, routes, worker } = page;
  const lines = [`sigilo ${version}, running for ${duration(now - Date.parse(startedAt))}`];
  if (worker) lines.push(membership(worker, now));
  for (const route of routes) lines.push('', bold(`route ${route.name}`), ...describeRoute(page, route, now));
  lines.push('');
  if (attention.length === 0) lines.push('nothing needs attention');
  else lines.push(bold('needs attention'), ...attention.flatMap((each) => describeAttention(each, now)));
  return lines;
}

/** Who was killed is a member for the brokers until its session is over: nobody joins before. */
function membership({ isJoined, joiningSince, assigned: partitions }: WorkerHealth, now: number): string {
  if (isJoined) return `member of its group, ${assigned(partitions)}`;
  const since = joiningSince === null ? '' : `, joining for ${duration(now - joiningSince)}`;
  return `not in its group${since}: after a crash this takes up to the session timeout`;
}

function describeRoute({ worker }: StatusPage, route: StatusRoute, now: number): readonly string[] {
  const { source, sink, quarantine, mode, counts, plans, keyVersion, recordKeyVersion } = route;
  const own = worker?.partitions.filter((each) => each.route === route.name) ?? [];
  const health = worker?.routes.find((each) => each.route === route.name);
  const lastCommitAt = health?.lastCommitAt ?? null;
  const commit = lastCommitAt === null ? 'none yet' : `${duration(now - lastCommitAt)} ago`;
  const held = Object.values(counts.quarantined).reduce((sum, count) => sum + count, 0);
  const pinned = recordKeyVersion === keyVersion ? '' : `, ${recordKeyVersion} for record keys`;
  const lines = [
    `  topics      ${source} -> ${sink}, quarantine ${quarantine}; ${mode}`,
    `  records     ${number(counts.consumed)} read, ${number(counts.forwarded)} forwarded, ${number(held)} quarantined, ${number(counts.expired)} expired unread`,
    `  lag         ${describeLag(own)}; last commit ${commit}; ${assigned(own.length)}`,
    `  plans       ${plans.map(({ plan, policy, schemaId }) => `${plan} (${policy}, schema ${schemaId})`).join(', ') || 'none yet'}; key version ${keyVersion}${pinned}`,
  ];
  const reasons = Object.entries(counts.quarantined).sort(([, left], [, right]) => right - left);
  if (reasons.length === 0) return lines;
  const told = reasons.map(([reason, count]) => `${reason} ${number(count)}`).join(', ');
  const recent = (health?.recent ?? []).map(describeRecent);
  return [
    ...lines,
    `  quarantined ${told}   (sigilo explain ${reasons[0]?.[0]})`,
    ...(recent.length > 0 ? [`    of these in the last 15 minutes: ${recent.join('; ')}`] : []),
  ];
}

function describeRecent({ reason, count, schemaId, fieldPath }: RecentQuarantine): string {
  const places = [schemaId === null ? '' : `schema ${schemaId}`, fieldPath === null ? '' : `field path ${fieldPath}`];
  const where = places.filter((place) => place !== '').join(', ');
  return `${reason} ${number(count)}${where === '' ? '' : ` (last: ${where})`}`;
}

/** What was not measured is not called 0. */
function describeLag(partitions: readonly PartitionHealth[]): string {
  const known = partitions.flatMap(({ lagRecords }) => lagRecords ?? []);
  if (known.length === 0) return 'not known yet';
  const age = Math.max(0, ...partitions.map(({ lagSeconds }) => lagSeconds ?? 0));
  const waits = age > 0 ? `, the oldest waits for ${duration(age * 1_000)}` : '';
  const missing = partitions.length - known.length;
  const unknown = missing > 0 ? `, not known yet of ${counted(missing, 'partition')}` : '';
  return `${number(known.reduce((sum, each) => sum + each, 0))} records${waits}${unknown}`;
}

function describeAttention(attention: Attention, now: number): string[] {
  const { code, route, partitions, since, count, schemaId, fieldPath, what, todo, remedy } = attention;
  const { red } = terminalColors();
  const place = [
    route === undefined ? '' : `route ${route}`,
    partitions ? `partitions ${partitions.join(', ')}` : '',
    schemaId === undefined ? '' : `schema ${schemaId}`,
    fieldPath === undefined ? '' : `field path ${fieldPath}`,
    since === undefined ? '' : `for ${duration(now - since)}`,
    code === 'quarantine.payloads_omitted' ? `${number(count ?? 0)} records of the last 15 minutes` : '',
  ];
  const where = place.filter((part) => part !== '').join(', ');
  return [
    `  ${red(code)}${where === '' ? '' : ` (${where})`}: ${what}`,
    `      ${todo}`,
    ...(remedy === undefined ? [] : [`      ${remedy}`]),
  ];
}

function assigned(count: number): string {
  return `${counted(count, 'partition')} here`;
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
