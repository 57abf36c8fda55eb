import { parseArgs } from 'node:util';

export interface Options {
  /** Names of cases; all by default. */
  readonly only: readonly string[];
  readonly json: boolean;
  /** Writes a CPU profile of the server for the case that `--only` names. */
  readonly profile: boolean;
  /** Products in the catalogue. */
  readonly products: number;
  readonly rounds: number;
}

const usage = `npm run bench -- [options]

  --only NAME       one case; may be given several times. The cases: CASES
  --products N      products in the catalogue (1000)
  --rounds N        rounds of each figure, the warm-up not counted (3)
  --profile         with --only: a CPU profile of each server into ./profiles
  --json            the figures as JSON on standard output, instead of the table

Postgres is started for the run, with fsync on, or is the server of DATABASE_URL, where a database is made and dropped.
`;

/** Reads the command line. Prints the usage and ends the process on a mistake or on `--help`. */
export function readOptions(cases: readonly string[]): Options {
  const text = usage.replace('CASES', cases.join(', '));
  try {
    const { values } = parseArgs({
      options: {
        only: { type: 'string', multiple: true, default: [] },
        json: { type: 'boolean', default: false },
        profile: { type: 'boolean', default: false },
        products: { type: 'string', default: '1000' },
        rounds: { type: 'string', default: '3' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) {
      console.log(text);
      process.exit(0);
    }
    const unknown = values.only.find((name) => !cases.includes(name));
    if (unknown !== undefined) throw new Error(`There is no case "${unknown}".`);
    if (values.profile && values.only.length === 0) throw new Error('--profile needs --only NAME.');
    const { only, json, profile } = values;
    return {
      only,
      json,
      profile,
      products: wholeNumber('products', values.products),
      rounds: wholeNumber('rounds', values.rounds),
    };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${text}`);
    return process.exit(2);
  }
}

function wholeNumber(name: string, text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new Error(`--${name} takes a whole number from 1 up.`);
  return Number(text);
}
