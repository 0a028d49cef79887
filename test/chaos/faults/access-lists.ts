import kafkajs, { type AclOperationTypes as Operation, type AclPermissionTypes as Permission } from 'kafkajs';
import { withAdmin } from '../../integration/topics.ts';
import type { ChaosRun } from '../chaos-run.ts';

// Node finds no names of these in kafkajs by itself.
const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs;

const EVERYONE = 'User:*';
/** Clients of the stack do not authenticate. */
const CLIENTS = 'User:ANONYMOUS';

/**
 * Takes the permission to write to a topic from everyone, while something is done. All else stays allowed.
 * @returns what the doing gave
 */
export async function whileWriteIsDenied<Result>(
  run: Pick<ChaosRun, 'cluster'>,
  topic: string,
  act: () => Promise<Result>,
): Promise<Result> {
  const of = (principal: string, operation: Operation, permissionType: Permission) => ({
    resourceType: AclResourceTypes.TOPIC,
    resourceName: topic,
    resourcePatternType: ResourcePatternTypes.LITERAL,
    principal,
    host: '*',
    operation,
    permissionType,
  });
  const stack = run.cluster.stack();
  try {
    await withAdmin(stack, (admin) =>
      admin.createAcls({
        acl: [
          of(EVERYONE, AclOperationTypes.ALL, AclPermissionTypes.ALLOW),
          of(CLIENTS, AclOperationTypes.WRITE, AclPermissionTypes.DENY),
        ],
      }),
    );
    return await act();
  } finally {
    await withAdmin(stack, (admin) =>
      admin.deleteAcls({
        filters: [
          {
            resourceType: AclResourceTypes.TOPIC,
            resourceName: topic,
            resourcePatternType: ResourcePatternTypes.LITERAL,
            operation: AclOperationTypes.ANY,
            permissionType: AclPermissionTypes.ANY,
          },
        ],
      }),
    );
  }
}
