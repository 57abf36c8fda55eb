import type { CartwrightError } from './errors.ts';

/** When and how often a call is tried again. */
export interface RetryOptions {
  /** How often a call is tried in all; 3 by default, and 1 never tries again. */
  readonly tries?: number | undefined;
  /** A shop that asks to wait longer than this is not waited for; 10,000 ms by default. */
  readonly longestWait?: number | undefined;
}

const firstWait = 250;

/**
 * How many milliseconds to wait after the `tried`th try; undefined when there should be no other. What the shop asks
 * for counts; otherwise each wait is about twice the last, with a part left to chance so that clients spread out.
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
 * How many milliseconds to wait before a stream that was open is opened again, for the `failed`th time in a row. There
 * is no last time: whoever follows something wants to hear of it whenever the network is back.
 */
export function waitToComeBack(failed: number, retryAfter: number | undefined): number {
  const wait = Math.max(firstWait * 2 ** Math.min(failed, 7), (retryAfter ?? 0) * 1_000);
  return wait / 2 + (Math.random() * wait) / 2;
}

/** @throws the signal's reason, as soon as it is given */
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
 * Runs `work`, and once more beside it when it is silent for `patience` milliseconds. The first success counts, and ends the
 * other. For work that has one effect however often it runs, and whose answer is worth nothing when it comes late.
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

/** `work`, or a rejection with the signal's reason if that is given first. */
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
