import type { Decoded } from './check-sink.ts';
import { patientOf } from './check-sink.ts';
import type { ReadRecord } from './local-stack.ts';
import type { TrafficRecord } from './traffic-record.ts';

/** Whether one CPF has one token wherever it stands, and no two CPFs share one. */
export interface JoinCount {
  readonly cpfs: number;
  /** Places where a CPF had its own token: fields as number and as text, keys, headers. */
  readonly occurrences: number;
  readonly conflicts: number;
}

/** Collects the tokens of CPFs over both routes; a tenant's tokens are its own. */
export function createJoinCount() {
  const tokenOf = new Map<string, string>();
  const cpfOf = new Map<string, string>();
  let occurrences = 0;
  let conflicts = 0;

  function meet(tenant: string, cpf: string, token: unknown): void {
    occurrences++;
    const name = `${tenant} ${cpf}`;
    const known = tokenOf.get(name);
    const owner = typeof token === 'string' ? cpfOf.get(token) : undefined;
    if (typeof token !== 'string' || (known ?? token) !== token || (owner ?? name) !== name) {
      conflicts++;
      return;
    }
    tokenOf.set(name, token);
    cpfOf.set(token, name);
  }

  function meetPatient(tenant: string, original: Decoded, treated: Decoded): void {
    meet(tenant, String(original.cpf).replace(/\D/g, '').padStart(11, '0'), treated.cpf);
    const dependants = original.dependants as readonly Decoded[];
    dependants.forEach((each, index) => {
      meetPatient(tenant, each, (treated.dependants as readonly Decoded[])[index]!);
    });
  }

  function add(sink: ReadRecord, decoded: Decoded | null, source: TrafficRecord): void {
    const tenant = (source.object?.cooperative_id ?? 'coop-001') as string;
    if (source.route === 'clinical' && source.key) meet(tenant, source.key.toString(), sink.key?.toString());
    const header = sink.headers.find(([name]) => name === 'patient-cpf')?.[1];
    if (header) meet(tenant, String(source.headers['patient-cpf']), header.toString());
    const original = source.object && patientOf(source.object);
    const treated = decoded && patientOf(decoded);
    if (original && treated) meetPatient(tenant, original, treated);
  }

  return { add, count: (): JoinCount => ({ cpfs: tokenOf.size, occurrences, conflicts }) };
}
