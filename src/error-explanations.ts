import type { ErrorCode, RecordReason } from './errors.ts';
import { CONFIGURATION_EXPLANATIONS } from './explanations/configuration.ts';
import { CONNECTION_EXPLANATIONS } from './explanations/connections.ts';
import type { Explanation } from './explanations/explanation.ts';
import { RECORD_EXPLANATIONS } from './explanations/records.ts';
import { TOPIC_EXPLANATIONS } from './explanations/topics.ts';
import { WORKER_EXPLANATIONS } from './explanations/worker.ts';

/** The long text of each error code and of each reason; the compiler asks for one when a code is added. */
export const EXPLANATIONS: Readonly<Record<ErrorCode | RecordReason, Explanation>> = {
  ...CONFIGURATION_EXPLANATIONS,
  ...CONNECTION_EXPLANATIONS,
  ...TOPIC_EXPLANATIONS,
  ...WORKER_EXPLANATIONS,
  ...RECORD_EXPLANATIONS,
};
