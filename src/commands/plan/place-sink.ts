import { SigiloError } from '../../errors.ts';
import type { SchemaRegistry } from '../../io/schema-registry.ts';
import { isCovered, type SchemaReport } from '../../policy-report.ts';
import type { SchemaPlan } from './route-plan.ts';

type Registry = Pick<SchemaRegistry, 'lookupId' | 'isCompatible' | 'register'>;

/**
 * Finds out whether a sink schema is registered, or would be accepted as the next version of its subject.
 * @param register registers it when it is neither there nor incompatible, and nothing of the source is open
 * @param dropsUncovered the route drops fields that no rule names, so these keep nothing from being registered
 */
export async function placeSinkSchema(
  registry: Registry,
  subject: string,
  report: SchemaReport,
  register: boolean,
  dropsUncovered: boolean,
): Promise<SchemaPlan> {
  const { sinkSchema } = report;
  const placed = { ...report, sinkSubject: subject };
  const known = await registry.lookupId(subject, sinkSchema);
  if (known !== null) return { ...placed, sinkSchemaId: known, sinkState: 'registered' };
  const refused: SchemaPlan = { ...placed, sinkState: 'incompatible' };
  if (!(await registry.isCompatible(subject, sinkSchema))) return refused;
  const isReady = isCovered(report) || (dropsUncovered && report.part === 'value' && report.faults.length === 0);
  if (!register || !isReady) return { ...placed, sinkState: 'compatible' };
  try {
    return { ...placed, sinkSchemaId: await registry.register(subject, sinkSchema), sinkState: 'registered' };
  } catch (error) {
    // Somebody may have registered another version in between, or the check and the rule differ.
    if (error instanceof SigiloError && error.code === 'registry.incompatible') return refused;
    throw error;
  }
}
