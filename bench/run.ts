import type { Measurement, Rounds } from './measurement.ts';
import { median } from './statistics.ts';

export interface Result {
  readonly case: string;
  readonly measurement: Measurement;
  readonly values: readonly number[];
  readonly limits: readonly number[];
}

/**
 * Measures a value and its limit in turns, so that other work on the machine affects both alike. The first round of
 * each does not count.
 */
export async function take(name: string, measurement: Measurement, rounds: number): Promise<Result> {
  const { limit, once = false, firstCounts = once } = measurement;
  const values: number[] = [];
  const limits: number[] = [];
  for (let round = firstCounts ? 0 : -1; round < (once ? 1 : rounds); round += 1) {
    const value = await oneRound(measurement);
    const beside = limit && (await oneRound(limit));
    if (round < 0) continue;
    values.push(value);
    if (beside !== undefined) limits.push(beside);
  }
  return { case: name, measurement, values, limits };
}

async function oneRound(rounds: Rounds): Promise<number> {
  await rounds.before?.();
  return rounds.round();
}

/** The value as a share of its limit. */
export function shareOf({ values, limits }: Result): number | undefined {
  return limits.length === 0 ? undefined : median(values) / median(limits);
}

/** Whether a value reaches its goal; undefined without a goal. */
export function reaches(result: Result): boolean | undefined {
  const { goal } = result.measurement;
  if (!goal) return undefined;
  const value = goal.of === 'value' ? median(result.values) : shareOf(result);
  if (value === undefined) return undefined;
  return value >= (goal.atLeast ?? Number.NEGATIVE_INFINITY) && value <= (goal.atMost ?? Number.POSITIVE_INFINITY);
}
