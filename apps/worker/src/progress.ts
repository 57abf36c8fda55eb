import { duration } from './output.ts';

/** Nobody needs a bar for what is over in a moment. */
const patienceMilliseconds = 2_000;
const width = 24;

interface Terminal {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

export interface Progress {
  (done: number, total: number): void;
  /** Takes the bar away. */
  end(): void;
}

/**
 * A bar on standard error, for what takes longer than two seconds while a person watches; none where the output goes to
 * a file, another program or CI.
 */
export function createProgress(
  doing: string,
  {
    terminal = process.stderr,
    env = process.env,
    now = Date.now,
  }: {
    terminal?: Terminal;
    env?: Record<string, string | undefined>;
    now?: () => number;
  } = {},
): Progress {
  const isWatched = terminal.isTTY === true && !env['CI'] && env['TERM'] !== 'dumb';
  const started = now();
  let isShown = false;
  const report = (done: number, total: number) => {
    const passed = now() - started;
    if (!isWatched || passed < patienceMilliseconds || total <= 0) return;
    isShown = true;
    const share = Math.min(1, done / total);
    const filled = Math.round(width * share);
    const bar = '█'.repeat(filled) + '░'.repeat(width - filled);
    const left =
      done > 0 && done < total ? `, ${duration(Math.ceil(((passed / done) * (total - done)) / 1_000))} left` : '';
    const figures = `${done.toLocaleString('en')} of ${total.toLocaleString('en')}`;
    terminal.write(`\r\x1b[K${doing} ${bar} ${figures}${left}`);
  };
  const end = () => {
    if (isShown) terminal.write('\r\x1b[K');
    isShown = false;
  };
  return Object.assign(report, { end });
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
