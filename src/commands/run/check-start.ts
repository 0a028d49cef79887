import { performance } from 'node:perf_hooks';
import type { Config } from '../../config.ts';
import { createKafkaLogCreator } from '../../io/kafka-client-log.ts';
import { openRegistry } from '../../open-registry.ts';
import { watchClock } from '../../preflight/clock.ts';
import { type Finding, refusalOf } from '../../preflight/finding.ts';
import { preflight } from '../../preflight.ts';
import type { RoutePipeline } from '../../route-pipeline.ts';
import type { Telemetry } from '../../telemetry-events.ts';

export interface StartOptions {
  /** For all routes, whatever their setting. */
  readonly fromStart: boolean;
  readonly telemetry: Telemetry;
  /** Found before. */
  readonly findings: readonly Finding[];
}

/**
 * Runs the start checks and logs a line for whatever they find; gives the routes' pipelines.
 * @throws SigiloError with all faults at once: a single one as itself, several as `start.refused`
 */
export async function checkStart(config: Config, options: StartOptions): Promise<readonly RoutePipeline[]> {
  const { telemetry, fromStart } = options;
  const clock = watchClock();
  const registry = openRegistry(config.registry, telemetry.registryRequest, clock.heard);
  const checked = await preflight(config, {
    registry,
    toldTime: clock.told,
    createLog: createKafkaLogCreator((level, message, fields) => telemetry.log(level, message, fields)),
    fromStart,
    now: () => performance.now(),
  });
  const findings = [...options.findings, ...checked.findings];
  for (const finding of findings) logFinding(telemetry, finding);
  const refusal = refusalOf(findings);
  if (refusal) throw refusal;
  return checked.pipelines;
}

function logFinding(telemetry: Telemetry, { severity, code, context }: Finding): void {
  const { faults = [], codes: _, ...place } = context;
  const level = severity === 'fault' ? 'error' : 'warn';
  const message = severity === 'fault' ? 'the start is refused' : 'the start goes on with a warning';
  if (faults.length === 0) telemetry.log(level, message, { code, ...place });
  for (const each of faults) telemetry.log(level, message, { code, ...place, fault: each });
}
