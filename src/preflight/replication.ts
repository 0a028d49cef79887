import type { TopicFacts } from '../io/kafka-topic-facts.ts';
import { ROLES, type RouteFacts } from './facts.ts';
import { type Finding, fault, warning } from './finding.ts';

const WANTED = 2;

/** Topics that would lose committed records with one broker, although the cluster has more; and those that nobody can write to. */
export function replicationFindings(facts: RouteFacts, brokers: number): readonly Finding[] {
  return ROLES.flatMap((role) => {
    const topic = facts[role];
    return topic === null ? [] : topicFindings(facts.route.name, topic, brokers);
  });
}

function topicFindings(route: string, topic: TopicFacts, brokers: number): readonly Finding[] {
  const place = { route, topic: topic.name };
  const inSync = Number(topic.settings.get('min.insync.replicas') ?? 1);
  if (inSync > topic.replicas) {
    const amounts = { limit: topic.replicas, actual: inSync };
    return [fault('topic.replication', { ...place, setting: 'min.insync.replicas', ...amounts })];
  }
  if (brokers === 1) return [];
  if (topic.replicas < WANTED) {
    const amounts = { limit: WANTED, actual: topic.replicas };
    return [warning('topic.replication', { ...place, setting: 'replication.factor', ...amounts })];
  }
  if (inSync >= WANTED) return [];
  return [warning('topic.replication', { ...place, setting: 'min.insync.replicas', limit: WANTED, actual: inSync })];
}
