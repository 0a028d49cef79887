import { describe, expect, it } from 'vitest';
import {
  commitPayloads,
  createPayloadBudget,
  discardPayloads,
  payloadRoom,
  stagePayload,
} from '../../src/worker/payload-budget.ts';

/** 1,000 bytes at once, and one each millisecond. */
const ALLOWANCE = { bytes: 1_000, seconds: 1 };

describe('payload budget', () => {
  it('begins full, is never fuller, and grows with time', () => {
    const budget = createPayloadBudget(ALLOWANCE, 5_000);
    expect(payloadRoom(budget, 5_000)).toBe(1_000);
    expect(payloadRoom(budget, 999_999)).toBe(1_000);
    stagePayload(budget, 0, 1_000);
    commitPayloads(budget, 0, 1_000_000);
    expect([0, 1, 250, 999, 1_000, 9_999].map((later) => payloadRoom(budget, 1_000_000 + later))).toEqual([
      0, 1, 250, 999, 1_000, 1_000,
    ]);
  });

  it('takes off what all partitions have staged, and gives back what was not committed', () => {
    const budget = createPayloadBudget(ALLOWANCE, 0);
    stagePayload(budget, 0, 300);
    stagePayload(budget, 1, 200);
    stagePayload(budget, 0, 100);
    expect(payloadRoom(budget, 0)).toBe(400);
    discardPayloads(budget, 0);
    expect(payloadRoom(budget, 0)).toBe(800);
    commitPayloads(budget, 1, 0);
    expect(payloadRoom(budget, 0)).toBe(800);
  });

  it('charges a batch that is tried again once', () => {
    const budget = createPayloadBudget(ALLOWANCE, 0);
    for (let attempt = 0; attempt < 3; attempt += 1) {
      discardPayloads(budget, 0);
      stagePayload(budget, 0, 900);
    }
    commitPayloads(budget, 0, 0);
    commitPayloads(budget, 0, 0);
    discardPayloads(budget, 0);
    expect(payloadRoom(budget, 0)).toBe(100);
  });

  it('is never below zero, and a clock that stands still or goes back gives nothing', () => {
    const budget = createPayloadBudget(ALLOWANCE, 1_000);
    stagePayload(budget, 0, 5_000);
    expect(payloadRoom(budget, 1_000)).toBe(0);
    commitPayloads(budget, 0, 1_000);
    expect([1_000, 500].map((now) => payloadRoom(budget, now))).toEqual([0, 0]);
    expect(payloadRoom(budget, 501)).toBeLessThanOrEqual(1);
  });
});
