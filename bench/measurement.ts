import type { World } from './setting/world.ts';

/** One value, measured in several rounds, with a limit that is measured in the same rounds. */
export interface Measurement extends Rounds {
  readonly database?: Dialect;
  readonly unit: string;
  readonly limit?: Rounds;
  readonly goal?: Goal;
  /** Measures once, because a size does not change between rounds. */
  readonly once?: boolean;
  /** Whether the first round counts, such as for processes that start again in each round. */
  readonly firstCounts?: boolean;
}

export interface Rounds {
  readonly title: string;
  /** Prepares a round before its time begins. */
  before?(): Promise<void>;
  round(): Promise<number>;
}

export type Dialect = 'sqlite' | 'postgres';

/** The goal of a value, or of its share of the limit. */
export interface Goal {
  readonly of: 'value' | 'share';
  readonly atLeast?: number;
  readonly atMost?: number;
}

export interface Case {
  /** The name for `--only`. */
  readonly name: string;
  measurements(world: World): Promise<readonly Measurement[]>;
}

/** Seconds of a round of load. */
export const roundSeconds = 0.5;

/** Seconds of a round of calls that queue. Long enough that its start and end matter little. */
export const longRoundSeconds = 1.5;

/** Makes the same measurements on each database. */
export async function onEach(
  databases: readonly Dialect[],
  make: (database: Dialect) => Promise<readonly Measurement[]>,
): Promise<readonly Measurement[]> {
  const all: Measurement[] = [];
  for (const database of databases) all.push(...(await make(database)));
  return all;
}
