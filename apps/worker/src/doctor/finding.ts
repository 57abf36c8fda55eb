/** The result of one check. A `problem` prevents work now; a `warning` may later. */
export interface Finding {
  readonly check: string;
  readonly status: 'ok' | 'warning' | 'problem';
  readonly says: string;
  /** The next step for the operator. */
  readonly advice?: string;
}

export const reasonOf = (error: unknown): string => {
  const { message, code } = (error ?? {}) as { message?: string; code?: string };
  // An error that collects several failed addresses has no message of its own.
  return message?.trim() || code || String(error);
};

const patience = 15_000;

/** Runs a check of another service, which may never answer. */
export async function within<T>(work: Promise<T>, milliseconds = patience): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${milliseconds / 1_000} s`)), milliseconds);
  });
  try {
    return await Promise.race([work, tooLong]);
  } finally {
    clearTimeout(timer);
  }
}
