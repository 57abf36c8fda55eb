import { columnsOf, duration } from './output.ts';

/** Nobody needs a bar for what is over in a moment. */
const patienceMilliseconds = 2_000;
const redrawMilliseconds = 500;
const width = 24;

interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface Progress {
  /** Without a total, which nobody may know, there are metrics and no bar. */
  (done: number, total?: number): void;
  /** Takes the bar away. */
  end(): void;
}

/**
 * A bar on standard error, for what takes longer than two seconds while a person watches; none where the output goes to
 * a file, another program or CI. It comes even while a single step takes longer than that.
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
    // A line that is broken could not be taken away again.
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
