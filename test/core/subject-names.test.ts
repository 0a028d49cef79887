import { describe, expect, it } from 'vitest';
import { type SubjectStrategy, sinkSubject, sourceSubjects } from '../../src/core/subject-names.ts';

const SINK = { type: 'record', name: 'Message', namespace: 'br.chat.sanitized', fields: [] };

describe('subject name strategies', () => {
  it.each<[SubjectStrategy, readonly string[], string]>([
    ['topic', ['raw-value'], 'clean-value'],
    ['record', ['br.chat.Message', 'Receipt'], 'br.chat.sanitized.Message'],
    ['topic-record', ['raw-br.chat.Message', 'raw-Receipt'], 'clean-br.chat.sanitized.Message'],
  ])('%s', (strategy, sources, sink) => {
    expect(sourceSubjects(strategy, 'raw', ['br.chat.Message', 'Receipt'])).toEqual(sources);
    expect(sinkSubject(strategy, 'clean', SINK)).toBe(sink);
  });
});
