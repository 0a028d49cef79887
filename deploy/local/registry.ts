import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { freePorts, waitUntil } from './free-ports.ts';
import { isOurs, startJava } from './java-process.ts';
import { libraries } from './libraries.ts';
import type { RegistryState, StackState } from './stack-state.ts';
import { startFailure } from './start-failure.ts';

const START_TIMEOUT_MS = 90_000;

/** Starts Apicurio Registry and returns at once. Its schemas lie in a file, so that ids survive a restart. */
export async function startRegistry(state: StackState, registry: RegistryState): Promise<RegistryState> {
  mkdirSync(registry.dataDirectory, { recursive: true });
  const [managementPort] = await freePorts(1);
  const settings = [
    `-Dquarkus.http.host=127.0.0.1`,
    `-Dquarkus.http.port=${registry.port}`,
    `-Dquarkus.management.host=127.0.0.1`,
    `-Dquarkus.management.port=${managementPort}`,
    `-Dquarkus.log.console.color=false`,
    `-Dapicurio.datasource.url=jdbc:h2:file:${join(registry.dataDirectory, 'schemas')}`,
  ];
  const memory = ['-Xmx300m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];
  const args = [...memory, ...settings, '-jar', libraries().registryJar];
  return { ...registry, pid: startJava(state.directory, args, registry.logFile) };
}

/**
 * Waits until the Confluent API answers.
 * @throws SigiloError stack.failed with the log file, when the process ends or 90 seconds have passed
 */
export async function waitForRegistry(state: StackState): Promise<void> {
  const ask = () => registryAnswers(state);
  const goOn = () => isOurs(state.registryState.pid, state.directory);
  if (!(await waitUntil(ask, { timeoutMs: START_TIMEOUT_MS, goOn }))) {
    throw startFailure(state.registryState.logFile);
  }
}

/** True when the registry lists its subjects. */
export async function registryAnswers(state: StackState): Promise<boolean> {
  try {
    const response = await fetch(`${state.registry}/subjects`, { signal: AbortSignal.timeout(2000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}
