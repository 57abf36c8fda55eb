import { CartwrightError, isFailure } from './errors.ts';
import type { Follow } from './follow.ts';
import type { FollowOptions } from './procedure.ts';
import { type Numbered, SharedStream, whenReady } from './shared-stream.ts';

/** Calls a query by its name. */
type Ask = (procedure: string, input: object | undefined, signal: AbortSignal | undefined) => Promise<unknown>;

interface OwnOrdersParts {
  /** A name of the shop that is the same in all tabs. */
  readonly shop: string;
  readonly follow: Follow;
  readonly ask: Ask;
}

interface Update extends Numbered {
  readonly orderId: string;
}

interface Order {
  readonly id: string;
  readonly number: string;
  readonly status: string;
  readonly timeline: readonly { readonly id?: string }[];
}

interface Account {
  readonly id: string;
  readonly role: string;
}

const everyOrder = 'orders.onAny';
const oneOrder = 'orders.onUpdate';

/**
 * Follows a customer's own orders over one shared `orders.onAny` connection for all subscribers. A subscriber gets a
 * connection of its own for decisions that only the shop can make, such as a refusal.
 */
export function sharingOwnOrders({ shop, follow, ask }: OwnOrdersParts): Follow {
  const streams = new Map<string, SharedStream<Update>>();

  /** The stream of the account. */
  function streamOf({ id }: Account): SharedStream<Update> {
    const known = streams.get(id);
    if (known && !known.isClosed) return known;
    const stream = new SharedStream<Update>(`cartwright ${shop} orders of ${id}`, (lastEventId, options) => {
      const confirm = async () => {
        const account = (await ask('auth.me', undefined, options.signal)) as Account;
        if (account.id !== id) throw anotherAccount();
      };
      const input = lastEventId === undefined ? {} : { lastEventId };
      return follow(everyOrder, input, { ...options, confirm }) as AsyncIterable<Update>;
    });
    streams.set(id, stream);
    return stream;
  }

  /** Yields the events after `lastEventId` up to and including `end`, which has already happened. */
  async function* between(lastEventId: string, end: Update, options: FollowOptions): AsyncGenerator<Update> {
    for await (const event of follow(everyOrder, { lastEventId }, options) as AsyncIterable<Update>) {
      yield event;
      if (isAfter(event.id, end.id) || event.id === end.id) return;
    }
  }

  return async function* followShared(procedure, input = {}, options = {}) {
    const { lastEventId, ...rest } = input as { lastEventId?: string; id?: string; idOrNumber?: string };
    const { signal, onConnected, onReset } = options;
    const direct = (position: string | undefined) =>
      follow(procedure, { ...rest, ...(position !== undefined && { lastEventId: position }) }, options);
    const isShared = procedure === everyOrder || (procedure === oneOrder && options.orderToken === undefined);
    if (!isShared) return yield* direct(lastEventId);

    const account = await refusedAsUndefined(ask('auth.me', undefined, signal) as Promise<Account>);
    // An admin may follow the orders of others, which are not in the stream.
    if (!account || (procedure === oneOrder && account.role === 'admin')) return yield* direct(lastEventId);

    const stream = streamOf(account);
    const inbox = stream.enter({ onConnected, onReset });
    /** The last event that was yielded. */
    let position = lastEventId;
    const hand = (event: Update) => {
      position = event.id;
      return event;
    };
    try {
      await whenReady(stream, signal);
      const told = new Set<string>();
      let isWanted = ({ id }: Update) => !told.has(id);
      if (procedure === oneOrder) {
        const asked = { idOrNumber: rest.idOrNumber ?? rest.id };
        const order = await refusedAsUndefined(ask('orders.get', asked, signal) as Promise<Order>);
        if (!order) {
          stream.leave(inbox);
          return yield* direct(lastEventId);
        }
        const history = updatesOf(order);
        for (const { id } of history) told.add(id);
        isWanted = ({ id, orderId }) => orderId === order.id && !told.has(id);
        const missed =
          lastEventId === undefined ? history.slice(-1) : history.filter(({ id }) => isAfter(id, lastEventId));
        for (const event of missed) yield hand(event);
      } else {
        const newest = stream.last ?? (await inbox.next(signal));
        if (newest) {
          told.add(newest.id);
          if (lastEventId === undefined) yield hand(newest);
          // The subscriber has seen more than the stream, or the shop was restored from a backup. Only the shop can
          // tell.
          else if (isAfter(lastEventId, newest.id)) {
            stream.leave(inbox);
            return yield* direct(lastEventId);
          } else if (lastEventId !== newest.id) {
            for await (const event of between(lastEventId, newest, { signal, onReset })) {
              told.add(event.id);
              yield hand(event);
            }
          }
        }
      }
      while (!inbox.isOverfull) {
        const event = await inbox.next(signal);
        if (event && isWanted(event)) yield hand(event);
      }
    } finally {
      stream.leave(inbox);
    }
    yield* direct(position);
  };
}

/** The events of an order in the form in which a stream sends them. */
function updatesOf({ id: orderId, number: orderNumber, status, timeline }: Order): Update[] {
  return timeline.flatMap((event) =>
    event.id === undefined ? [] : [{ ...event, id: event.id, orderId, orderNumber, status }],
  );
}

function isAfter(one: string, other: string): boolean {
  return Number(one) > Number(other);
}

function anotherAccount(): CartwrightError {
  const message = 'Another account has signed in.';
  return new CartwrightError(message, { code: 'UNAUTHENTICATED', procedure: everyOrder, status: 401 });
}

/** Returns undefined for a refusal, because the subscriber's own stream repeats it. */
async function refusedAsUndefined<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isFailure(error)) return undefined;
    throw error;
  }
}
