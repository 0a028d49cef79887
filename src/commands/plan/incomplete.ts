import { isCovered, type SchemaReport } from '../../policy-report.ts';
import { counted } from '../counted.ts';
import type { RoutePlan, SchemaPlan } from './route-plan.ts';

/**
 * What keeps routes from being covered, one sentence each; empty when nothing does.
 * @param registered sink schemas were registered on the way, which rules without a place do not prevent
 */
export function incompleteness(plans: readonly RoutePlan[], registered: boolean): readonly string[] {
  return plans.flatMap(({ route, subjects, schemas, unused }) => {
    const sentences = schemas.filter((report) => !isCovered(report)).map(describeUncovered);
    sentences.push(...schemas.filter(({ sinkState }) => sinkState === 'incompatible').map(describeIncompatible));
    if (!schemas.some(({ part }) => part === 'value'))
      sentences.push(`${describeUnregistered(subjects)}: register it first`);
    if (unused.length > 0) {
      const rules = unused.length === 1 ? '1 rule has no place' : `${unused.length} rules have no place`;
      const aside = registered ? '; the sink schemas of covered versions are registered all the same' : '';
      sentences.push(`${rules} in any version${aside}`);
    }
    return sentences.map((sentence) => `route ${route}: ${sentence}`);
  });
}

/** Says that a source has no schema, and where one was looked for. */
export function describeUnregistered(subjects: readonly string[]): string {
  if (subjects.length === 0) return 'there is no schema';
  return subjects.length === 1
    ? `subject ${subjects[0]} has no Avro schema`
    : `subjects ${subjects.join(', ')} have no Avro schema`;
}

/** Says what a change that the sink's readers could not follow asks for. */
export function describeIncompatible({ schema, sinkSubject }: SchemaPlan): string {
  return (
    `the sink schema of ${schema} is not compatible with what subject ${sinkSubject} holds, so readers of the sink could not follow: ` +
    'give the route a new sink topic, which has a new subject, and let readers move; where one topic carries several record types, set subjects: topic-record'
  );
}

function describeUncovered({ schema, uncovered, faults }: SchemaReport): string {
  const parts = [
    ...(uncovered.length > 0 ? [`${counted(uncovered.length, 'field')} without a rule`] : []),
    ...(faults.length > 0 ? [counted(faults.length, 'fault')] : []),
  ];
  return `${schema} is not covered: ${parts.join(', ')}`;
}
