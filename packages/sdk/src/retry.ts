import type { CartwrightError } from './errors.ts';

/** Limits of the client's retries. */
export interface RetryOptions {
  /** Tries in total; 3 by default. 1 turns retries off. */
  readonly tries?: number | undefined;
  /** Milliseconds; 10,000 by default. The client does not wait for a shop that asks for a longer wait. */
  readonly longestWait?: number | undefined;
}

const firstWait = 250;

/**
 * Milliseconds to wait after the `tried`th try; undefined when there should be no other try. The shop's own wait counts
 * if it gave one. Otherwise each wait is about twice the last, partly random so that clients spread out.
 */
export function waitAfter(error: CartwrightError, tried: number, options: RetryOptions = {}): number | undefined {
  const { tries = 3, longestWait = 10_000 } = options;
  if (!error.isRetryable || tried >= tries) return undefined;
  if (error.retryAfter !== undefined) {
    const asked = error.retryAfter * 1_000;
    return asked <= longestWait ? asked + Math.random() * firstWait : undefined;
  }
  if (error.status === 429) return undefined;
  const wait = firstWait * 2 ** (tried - 1);
  return Math.min(wait / 2 + Math.random() * wait, longestWait);
}

/**
 * Milliseconds to wait before a lost stream opens again, after the `failed`th failure in a row. There is no limit,
 * because a follower wants its events whenever the network returns.
 */
export function waitToComeBack(failed: number, retryAfter: number | undefined): number {
  const wait = Math.max(firstWait * 2 ** Math.min(failed, 7), (retryAfter ?? 0) * 1_000);
  return wait / 2 + (Math.random() * wait) / 2;
}

/** @throws the signal's reason, as soon as the signal is aborted */
export async function sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wait = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  try {
    await unlessAborted(wait, signal);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Runs `work`, and starts it once more if it is silent for `patience` milliseconds. The first success counts and ends
 * the other run. `work` must have one effect however often it runs.
 */
export async function withSecondTry<Result>(
  work: (signal: AbortSignal) => Promise<Result>,
  patience: number,
): Promise<Result> {
  const over = new AbortController();
  const first = work(over.signal);
  const silence = sleep(patience, over.signal).then(() => 'silent' as const);
  try {
    const isSilent = (await Promise.race([silence, first.then(() => undefined)])) === 'silent';
    return await (isSilent ? Promise.any([first, work(over.signal)]).catch(() => first) : first);
  } finally {
    over.abort();
    silence.catch(() => {});
  }
}

/** Resolves like `work`, or rejects with the signal's reason if the signal is aborted first. */
export async function unlessAborted<Result>(work: Promise<Result>, signal: AbortSignal | undefined): Promise<Result> {
  if (!signal) return work;
  let stop = (): void => {};
  const aborted = new Promise<void>((resolve) => {
    stop = resolve;
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
  });
  try {
    await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
  signal.throwIfAborted();
  return work;
}
