import type { Config } from '../config.ts';
import { probePort } from '../io/port-probe.ts';
import { type Finding, fault, warning } from './finding.ts';

/** Ports that a start would need: one that a running worker holds is only worth a warning. */
export async function portFindings({ host, port, adminPort, adminToken }: Config['http']): Promise<readonly Finding[]> {
  const listeners = [{ setting: 'http.port', host, port }];
  if (adminToken !== null) listeners.push({ setting: 'http.adminPort', host: '127.0.0.1', port: adminPort });
  const findings: Finding[] = [];
  for (const each of listeners) {
    const state = await probePort(each.host, each.port);
    if (state === 'free') continue;
    const context = { setting: each.setting, actual: each.port };
    findings.push(state === 'sigilo' ? warning('http.port', context) : fault('http.port', context));
  }
  return findings;
}
