import type { World } from './setting/world.ts';

/** One figure, taken in several rounds, with what it is held against in the same rounds. */
export interface Measurement extends Rounds {
  readonly database?: Dialect;
  readonly unit: string;
  readonly limit?: Rounds;
  readonly goal?: Goal;
  /** A size does not change from one round to the next. */
  readonly once?: boolean;
  /** Whether the first round is like the others, and counts: so it is with processes that start anew each time. */
  readonly firstCounts?: boolean;
}

export interface Rounds {
  readonly title: string;
  /** What a round needs, done before its time begins. */
  before?(): Promise<void>;
  round(): Promise<number>;
}

export type Dialect = 'sqlite' | 'postgres';

/** What a figure should reach: by itself, or as a share of its limit. */
export interface Goal {
  readonly of: 'value' | 'share';
  readonly atLeast?: number;
  readonly atMost?: number;
}

export interface Case {
  /** As `--only` names it. */
  readonly name: string;
  measurements(world: World): Promise<readonly Measurement[]>;
}

/** How long a round of load lasts. */
export const roundSeconds = 0.5;

/** Of calls that queue: long enough that beginning and end, where not all are busy, matter little. */
export const longRoundSeconds = 1.5;

/** The same figure on each database. */
export async function onEach(
  databases: readonly Dialect[],
  make: (database: Dialect) => Promise<readonly Measurement[]>,
): Promise<readonly Measurement[]> {
  const all: Measurement[] = [];
  for (const database of databases) all.push(...(await make(database)));
  return all;
}
