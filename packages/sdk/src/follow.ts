import { failureIn } from './answer-errors.ts';
import type { Connection } from './connection.ts';
import { CartwrightError, isFailure } from './errors.ts';
import type { TokenKeeper } from './keeper.ts';
import type { FollowOptions, OrderTokenOption } from './procedure.ts';
import { type RetryOptions, sleep, unlessAborted, waitAfter, waitToComeBack } from './retry.ts';
import type { StoredSession } from './tokens.ts';
import { decode, orderTokenHeader, type Transport } from './transport.ts';

interface FollowParts {
  readonly keeper: TokenKeeper;
  readonly open: Transport['open'];
  readonly retry: RetryOptions | undefined;
  readonly apiKey: string | undefined;
}

type Events = AsyncGenerator<unknown, void, undefined>;

interface OwnFollowOptions extends FollowOptions, OrderTokenOption {
  /** Called before each connection but the first. Throws if the stream must not continue for the current account. */
  readonly confirm?: () => Promise<void>;
}

/** Follows a subscription by its procedure's name. */
export type Follow = (procedure: string, input: object | undefined, options?: OwnFollowOptions) => Events;

/**
 * Yields the events of a subscription over as many connections as it takes. Each connection resumes after the last
 * event that was yielded and sends a valid token, so that no event is missing or repeated.
 */
export function createFollow({ keeper, open, retry, apiKey }: FollowParts): Follow {
  return async function* follow(procedure, input, { signal, onConnected, onReset, confirm, orderToken } = {}) {
    let position: { lastEventId?: string | undefined } = {};
    let wasConnected = false;
    /** Consecutive connections that brought no event. */
    let failed = 0;
    let isRenewed = false;

    /** Returns the error that remains to be handled; undefined if a new token solves it. */
    async function mend(thrown: unknown, session: StoredSession | undefined): Promise<CartwrightError | undefined> {
      if (!isFailure(thrown)) throw thrown;
      if (thrown.code !== 'UNAUTHENTICATED' || !session || isRenewed) return thrown;
      isRenewed = true;
      const outcome = await keeper.replace(session).catch((error: unknown) => error);
      if (outcome === true) return undefined;
      return isFailure(outcome) ? outcome : thrown;
    }

    for (;;) {
      let session: StoredSession | undefined;
      let lost: CartwrightError | undefined;
      let connection: Connection | undefined;
      const close = () => connection?.close();
      try {
        if (apiKey === undefined) ({ session } = await unlessAborted(keeper.current(), signal));
        if (wasConnected) await confirm?.();
        const credential = apiKey ?? session?.accessToken;
        const headers = {
          ...(credential !== undefined && { authorization: `Bearer ${credential}` }),
          ...(orderToken !== undefined && { [orderTokenHeader]: orderToken }),
        };
        connection = open({ procedure, input: { ...input, ...position }, headers });
        signal?.addEventListener('abort', close, { once: true });
        for await (const { event, data, id } of connection.events()) {
          if (event === 'return') return;
          if (event === 'serialized-error') throw refusalIn(data, procedure);
          failed = 0;
          isRenewed = false;
          if (event === 'connected') {
            wasConnected = true;
            connection.expectSignsEvery(signsIn(data));
            onConnected?.();
          } else if (event === 'reset') {
            position = { lastEventId: undefined };
            onReset?.();
          } else if (event === 'message') {
            if (id !== undefined) position = { lastEventId: id };
            yield decode(data);
          }
        }
      } catch (thrown) {
        signal?.throwIfAborted();
        lost = await mend(thrown, session);
        if (!lost) continue;
      } finally {
        signal?.removeEventListener('abort', close);
        close();
      }
      failed += 1;
      if (lost && !(wasConnected && isPassing(lost))) {
        const wait = waitAfter(lost, failed, retry);
        if (wait === undefined) throw lost;
        await sleep(wait, signal);
      } else {
        await sleep(waitToComeBack(failed, lost?.retryAfter), signal);
      }
    }
  };
}

/** Includes `TOO_MANY_STREAMS`, because the shop frees the place of a lost connection when it notices the loss. */
function isPassing(error: CartwrightError): boolean {
  return error.isRetryable || error.code === 'TOO_MANY_STREAMS';
}

function refusalIn(data: string, procedure: string): CartwrightError {
  const message = 'The shop ended the stream without a reason.';
  return failureIn(decode(data), procedure) ?? new CartwrightError(message, { code: 'INTERNAL', procedure });
}

/** Milliseconds between the signs of life that the shop promises. */
function signsIn(data: string): number {
  const { reconnectAfterInactivityMs } = JSON.parse(data) as { reconnectAfterInactivityMs?: number };
  return reconnectAfterInactivityMs ?? 60_000;
}
