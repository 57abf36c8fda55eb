/** A procedure that only reads. It is tried again by itself when the network fails. */
export interface Query<Input, Output> {
  readonly kind: 'query';
  readonly input: Input;
  readonly output: Output;
}

/** A procedure that changes something, and is sent once. */
export interface Mutation<Input, Output> {
  readonly kind: 'mutation';
  readonly input: Input;
  readonly output: Output;
}

/** A procedure that changes something once for each idempotency key, so that it can be tried again. */
export interface IdempotentMutation<Input, Output> {
  readonly kind: 'idempotent mutation';
  readonly input: Input;
  readonly output: Output;
}

/** A procedure that tells what happens, for as long as one listens. */
export interface Subscription<Input, Event> {
  readonly kind: 'subscription';
  readonly input: Input;
  /** What each event is. */
  readonly output: Event;
}

/** A procedure that answers with a text in pieces, such as a CSV file, however long it is. */
export interface Download<Input> {
  readonly kind: 'download';
  readonly input: Input;
  readonly output: AsyncIterable<string>;
}

/** A text on its way. It is fetched as it is read, once, in one of these ways. */
export interface TextStream extends AsyncIterable<string> {
  /** Its bytes, in UTF-8, such as for a file: `Readable.fromWeb(csv.body)`, or `new Response(csv.body).blob()`. */
  readonly body: ReadableStream<Uint8Array>;
  /** All of it at once. */
  text(): Promise<string>;
}

type Procedure =
  | Query<unknown, unknown>
  | Mutation<unknown, unknown>
  | IdempotentMutation<unknown, unknown>
  | Subscription<unknown, unknown>
  | Download<unknown>;

/** What the client has to know of a procedure when it runs. */
export interface ProcedureFacts {
  readonly kind: 'query' | 'mutation' | 'subscription';
  /** It takes an input. */
  readonly input?: true;
  /** It takes no notice of who is signed in. */
  readonly public?: true;
  /** It takes an `Idempotency-Key`. */
  readonly idempotent?: true;
  /** It answers with `{ items, nextCursor }`. */
  readonly pages?: true;
  /** It answers with a text in pieces, under this path of the REST API. */
  readonly download?: string;
  /** Its answer carries tokens that the client keeps. */
  readonly answers?: 'session' | 'cart';
}

/** How one call may differ from the others. */
export interface CallOptions {
  /** Ends the call, and its waiting between tries. The call then throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** How one call of a mutation that takes an idempotency key may differ from the others. */
export interface IdempotentCallOptions extends CallOptions {
  /**
   * The same key with the same input changes nothing more, and answers with what the first call made: an order as it
   * was placed, other things as they are now.
   * Secrets that the first answer had are not shown again: `keyShown`, `tokensShown` or `tokenShown` is false. Give one
   * when a call may be repeated by more than this client, such as after a page was reloaded; otherwise each call has its own.
   */
  readonly idempotencyKey?: string | undefined;
}

/** How one subscription may differ from the others. */
export interface FollowOptions extends CallOptions {
  /**
   * Called when the connection is open, and each time that it is so again. What you read from the shop after the first
   * time, together with the events, lacks nothing.
   */
  readonly onConnected?: (() => void) | undefined;
}

/** Who wants to hear the events of a subscription, and how it goes. */
export interface Handlers<Event> extends FollowOptions {
  /** The next event comes when this is done: when what it returns has resolved. */
  readonly onData: (event: Event) => void | Promise<void>;
  /** The shop refused, or `onData` threw. No event follows. A lost connection is no error: it comes back. */
  readonly onError: (error: unknown) => void;
  /** No event follows, whatever the reason. */
  readonly onStopped?: (() => void) | undefined;
}

/** A procedure without input takes its options first; an input whose every field may be left out may be left out. */
type Arguments<Input, Options> = [Input] extends [void]
  ? [options?: Options]
  : Partial<Input> extends Input
    ? [input?: Input | undefined, options?: Options]
    : [input: Input, options?: Options];

/** What `all` is given: the procedure's arguments, where `limit` is the size of each page. */
type All<Input, Output> = Output extends { items: readonly (infer Item)[]; nextCursor: string | null }
  ? {
      /**
       * Every item of every page. A page is fetched when its first item is asked for.
       *
       * @example
       * for await (const product of shop.products.list.all({ category: 'coffee' })) console.log(product.name);
       */
      readonly all: (...args: Arguments<Input, CallOptions>) => AsyncGenerator<Item, void, undefined>;
    }
  : unknown;

/** What holds a file travels as a form, and whoever has a form may hand it over as it is. */
type OrForm<Input> = File extends Input[keyof Input] ? Input | FormData : Input;

type Call<Input, Output, Options> = (...args: Arguments<OrForm<Input>, Options>) => Promise<Output>;

interface Follow<Input, Event> {
  /**
   * The events, one after the other, until you leave the loop or `signal` is aborted. Lost connections come back by
   * themselves and go on after the last event that arrived.
   *
   * @example
   * for await (const { type, status } of shop.orders.onUpdate({ idOrNumber })) show(type, status);
   */
  (...args: Arguments<Input, FollowOptions>): AsyncGenerator<Event, void, undefined>;
  /**
   * The same with functions to call.
   *
   * @example
   * const { unsubscribe } = shop.orders.onUpdate.subscribe({ id }, { onData: show, onError: report });
   */
  subscribe(input: Input, handlers: Handlers<Event>): { unsubscribe(): void };
}

type Method<P extends Procedure> =
  P extends Query<infer Input, infer Output>
    ? Call<Input, Output, CallOptions> & All<Input, Output>
    : P extends IdempotentMutation<infer Input, infer Output>
      ? Call<Input, Output, IdempotentCallOptions>
      : P extends Mutation<infer Input, infer Output>
        ? Call<Input, Output, CallOptions>
        : P extends Subscription<infer Input, infer Event>
          ? Follow<Input, Event>
          : P extends Download<infer Input>
            ? Call<Input, TextStream, CallOptions>
            : never;

/** A contract as something to call: `shop.orders.place({ … })`. */
export type Client<Contract> = {
  readonly [Name in keyof Contract]: Contract[Name] extends Procedure ? Method<Contract[Name]> : Client<Contract[Name]>;
};
