import { columnsOf, duration } from './output.ts';

/** Milliseconds before a bar appears, because short work needs none. */
const patienceMilliseconds = 2_000;
const redrawMilliseconds = 500;
const width = 24;

interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface Progress {
  /** Reports progress. Without a total it shows the number alone, and no bar. */
  (done: number, total?: number): void;
  /** Removes the bar. */
  end(): void;
}

/**
 * A progress bar on standard error, for work that takes longer than two seconds. Appears only on a terminal, even if a
 * single step takes longer than that; not in a file, a pipe or CI.
 */
export function createProgress(
  doing: string,
  terminal: Terminal = process.stderr,
  env: Record<string, string | undefined> = process.env,
): Progress {
  const isWatched = terminal.isTTY === true && !env['CI'] && env['TERM'] !== 'dumb';
  const started = Date.now();
  let standing: Parameters<Progress> | undefined;
  let isShown = false;
  const draw = () => {
    const passed = Date.now() - started;
    if (!isWatched || passed < patienceMilliseconds || standing === undefined) return;
    isShown = true;
    // A line that wraps could not be removed.
    const line = `${doing} ${describe(passed, ...standing)}`.slice(0, columnsOf(terminal) - 1);
    terminal.write(`\r\x1b[K${line}`);
  };
  const redrawing = isWatched ? setInterval(draw, redrawMilliseconds) : undefined;
  const report = (...metrics: Parameters<Progress>) => {
    standing = metrics;
    draw();
  };
  const end = () => {
    clearInterval(redrawing);
    if (isShown) terminal.write('\r\x1b[K');
    isShown = false;
  };
  return Object.assign(report, { end });
}

function describe(passed: number, done: number, total?: number): string {
  if (total === undefined) return done.toLocaleString('en');
  const filled = Math.round(width * Math.min(1, total === 0 ? 0 : done / total));
  const bar = '█'.repeat(filled) + '░'.repeat(width - filled);
  const left =
    done > 0 && done < total ? `, ${duration(Math.ceil(((passed / done) * (total - done)) / 1_000))} left` : '';
  return `${bar} ${done.toLocaleString('en')} of ${total.toLocaleString('en')}${left}`;
}

/** Shows a bar while `work` runs. */
export async function withProgress<T>(doing: string, work: (progress: Progress) => Promise<T>): Promise<T> {
  const progress = createProgress(doing);
  try {
    return await work(progress);
  } finally {
    progress.end();
  }
}
