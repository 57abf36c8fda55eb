/** A procedure that only reads. The client retries it when the network fails. */
export interface Query<Input, Output> {
  readonly kind: 'query';
  readonly input: Input;
  readonly output: Output;
}

/** A procedure that changes something. The client sends it once. */
export interface Mutation<Input, Output> {
  readonly kind: 'mutation';
  readonly input: Input;
  readonly output: Output;
}

/** A procedure that changes something once for each idempotency key, so that the client can retry it. */
export interface IdempotentMutation<Input, Output> {
  readonly kind: 'idempotent mutation';
  readonly input: Input;
  readonly output: Output;
}

/** A procedure that sends events until the caller stops it. */
export interface Subscription<Input, Event> {
  readonly kind: 'subscription';
  readonly input: Input;
  /** The type of each event. */
  readonly output: Event;
}

/** A procedure that returns a text of any length in pieces, such as a CSV file. */
export interface Download<Input> {
  readonly kind: 'download';
  readonly input: Input;
  readonly output: AsyncIterable<string>;
}

/** A text that arrives while it is read. Read it once, in one of these ways. */
export interface TextStream extends AsyncIterable<string> {
  /**
   * Bytes of the text in UTF-8, such as for a file: `Readable.fromWeb(csv.body)`, or `new Response(csv.body).blob()`.
   */
  readonly body: ReadableStream<Uint8Array>;
  /** Resolves to the whole text. */
  text(): Promise<string>;
}

/** A procedure that the token of a guest's order admits too. */
export type ByOrderToken<P extends Procedure> = P & { readonly byOrderToken: true };

type Procedure =
  | Query<unknown, unknown>
  | Mutation<unknown, unknown>
  | IdempotentMutation<unknown, unknown>
  | Subscription<unknown, unknown>
  | Download<unknown>;

/** The facts of a procedure that the client needs at run time. */
export interface ProcedureFacts {
  readonly kind: 'query' | 'mutation' | 'subscription';
  /** Takes an input. */
  readonly input?: true;
  /** Ignores the session. */
  readonly public?: true;
  /** Takes an `Idempotency-Key`. */
  readonly idempotent?: true;
  /** Takes the token of a guest's order. */
  readonly byOrderToken?: true;
  /** Returns `{ items, nextCursor }`. */
  readonly pages?: true;
  /** Returns a text in pieces. The value is its path in the REST API. */
  readonly download?: string;
  /** Returns tokens that the client keeps. */
  readonly answers?: 'session' | 'cart';
}

/** Options of one call. */
export interface CallOptions {
  /** Ends the call and its retries. The call then throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** The option of calls about one order. */
export interface OrderTokenOption {
  /**
   * Opens the order of a guest: the `orderToken` that `orders.place` returned, or the one in the fragment of the link in
   * an e-mail. The client sends it with this call only and stores it nowhere.
   *
   * @example
   * const { number, orderToken } = await shop.orders.place({ … , email: 'grace@example.com' });
   * const order = await shop.orders.get({ idOrNumber: number }, { orderToken });
   */
  readonly orderToken?: string | undefined;
}

/** Options of one call of a mutation that takes an idempotency key. */
export interface IdempotentCallOptions extends CallOptions {
  /**
   * Makes the call safe to repeat, such as after a page is reloaded; by default each call has a key of its own. A
   * repeated key with the same input changes nothing and returns the first result: an order as it was placed, other
   * things as they are now. It does not repeat secrets; `keyShown`, `tokensShown` or `tokenShown` is then false.
   */
  readonly idempotencyKey?: string | undefined;
}

/** Options of one subscription. */
export interface FollowOptions extends CallOptions {
  /**
   * Called each time the connection opens. Data that you read from the shop after the first call, together with the
   * events, is complete.
   */
  readonly onConnected?: (() => void) | undefined;
  /**
   * Called when the shop has lost events that you received, because its database went back to an older state, such as
   * a backup. Read again everything that you show. The stream continues with the newest event.
   */
  readonly onReset?: (() => void) | undefined;
}

/** The functions that receive the events and the end of a subscription. */
export interface Handlers<Event> extends FollowOptions {
  /** Receives one event. The next event waits until the returned promise resolves. */
  readonly onData: (event: Event) => void | Promise<void>;
  /** Called when the shop refused or `onData` threw. No event follows. Lost connections reopen without an error. */
  readonly onError: (error: unknown) => void;
  /** Called when no event follows, for any reason. */
  readonly onStopped?: (() => void) | undefined;
}

/** A procedure without input takes its options first. An input whose fields are all optional can be left out. */
type Arguments<Input, Options> = [Input] extends [void]
  ? [options?: Options]
  : Partial<Input> extends Input
    ? [input?: Input | undefined, options?: Options]
    : [input: Input, options?: Options];

/** The arguments of `all`, which are the procedure's own. `limit` is the size of each page. */
type All<Input, Output> = Output extends { items: readonly (infer Item)[]; nextCursor: string | null }
  ? {
      /**
       * Yields the items of all pages. Fetches each page when its first item is needed.
       *
       * @example
       * for await (const product of shop.products.list.all({ category: 'coffee' })) console.log(product.name);
       */
      readonly all: (...args: Arguments<Input, CallOptions>) => AsyncGenerator<Item, void, undefined>;
    }
  : unknown;

/** An input that holds a file travels as a form, so a caller may pass a form directly. */
type OrForm<Input> = File extends Input[keyof Input] ? Input | FormData : Input;

type Call<Input, Output, Options> = (...args: Arguments<OrForm<Input>, Options>) => Promise<Output>;

interface Follow<Input, Event, Own> {
  /**
   * Yields the events in order until you leave the loop or abort `signal`. Lost connections reopen and continue after
   * the last event that arrived.
   *
   * @example
   * for await (const { type, status } of shop.orders.onUpdate({ idOrNumber })) show(type, status);
   */
  (...args: Arguments<Input, FollowOptions & Own>): AsyncGenerator<Event, void, undefined>;
  /**
   * Follows the events with callbacks.
   *
   * @example
   * const { unsubscribe } = shop.orders.onUpdate.subscribe({ id }, { onData: show, onError: report });
   */
  subscribe(input: Input, handlers: Handlers<Event> & Own): { unsubscribe(): void };
}

/** The options of a procedure beside those of its kind. */
type OwnOptions<P> = P extends { readonly byOrderToken: true } ? OrderTokenOption : unknown;

type Method<P extends Procedure> =
  P extends Query<infer Input, infer Output>
    ? Call<Input, Output, CallOptions & OwnOptions<P>> & All<Input, Output>
    : P extends IdempotentMutation<infer Input, infer Output>
      ? Call<Input, Output, IdempotentCallOptions & OwnOptions<P>>
      : P extends Mutation<infer Input, infer Output>
        ? Call<Input, Output, CallOptions & OwnOptions<P>>
        : P extends Subscription<infer Input, infer Event>
          ? Follow<Input, Event, OwnOptions<P>>
          : P extends Download<infer Input>
            ? Call<Input, TextStream, CallOptions>
            : never;

/** The functions of a contract, such as `shop.orders.place({ … })`. */
export type Client<Contract> = {
  readonly [Name in keyof Contract]: Contract[Name] extends Procedure ? Method<Contract[Name]> : Client<Contract[Name]>;
};
