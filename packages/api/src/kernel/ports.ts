/** What time it is. Tests wind it. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The same for every try of one mail, so that mail servers can drop a second copy. */
  readonly messageId: string;
}

export interface Mailer {
  /** Resolves when the mail is accepted; rejects when it should be tried again. */
  send(mail: Mail): Promise<void>;
  /** Rejects when no mail could be sent now: nobody answers, or the password is wrong. No mail goes out. */
  check(): Promise<void>;
  close(): Promise<void>;
}

export interface Charge {
  /** Ours, and the provider's idempotency key: charging twice with one id charges once. */
  readonly paymentId: string;
  readonly orderNumber: string;
  /** Minor units. */
  readonly amount: number;
  readonly currency: string;
  readonly token: string | null;
  /** 1 on the first try. */
  readonly attempt: number;
}

/** Where a payment stands, as its provider sees it. */
export type PaymentState =
  | { readonly status: 'captured'; readonly reference: string /** Minor units. */; readonly amount: number }
  | { readonly status: 'declined'; readonly reason: string; readonly reference?: string }
  /** Neither paid nor declined yet; `action` is what the customer's client must do, if anything. */
  | { readonly status: 'pending'; readonly reference: string; readonly action: PaymentAction | null };

export interface PaymentAction {
  readonly type: string;
  readonly clientSecret: string;
}

export type RefundState =
  | { readonly status: 'succeeded'; readonly reference: string }
  /** On its way; asking again tells more. */
  | { readonly status: 'pending'; readonly reference: string }
  /** The last word, even after `succeeded`: a bank may send money back. */
  | { readonly status: 'failed'; readonly reason: string };

/** A refund as its provider knows it. */
export interface ProviderRefund {
  /** Ours; null when it was made at the provider, such as by a person in its dashboard. */
  readonly refundId: string | null;
  readonly reference: string;
  /** Minor units. */
  readonly amount: number;
  readonly state: RefundState;
}

export interface ProviderPayment {
  readonly paymentId: string;
  /** The provider's id; null when it never told. */
  readonly reference: string | null;
}

/** A payment as its provider lists it. */
export interface ListedPayment {
  /** Ours, which the provider keeps with the payment. */
  readonly paymentId: string;
  /** The provider's id. */
  readonly reference: string;
  readonly orderNumber: string | null;
  readonly currency: string;
  readonly createdAt: Date;
  readonly state: PaymentState;
}

/** What a provider told of its own accord. It says that something changed; what is true now, the provider is asked. */
export interface ProviderEvent {
  /** The provider's own. */
  readonly id: string;
  readonly type: string;
  /** The provider's id of the payment that it is about. */
  readonly reference: string;
  /** Ours, when the provider knows it. */
  readonly paymentId: string | null;
}

/** Every call may reject when the provider does not answer: it may or may not have acted, and is asked again. */
export interface PaymentProvider {
  readonly name: string;
  charge(charge: Charge): Promise<PaymentState>;
  /** What the provider knows of a payment; undefined when it has never heard of it. */
  find(payment: ProviderPayment): Promise<PaymentState | undefined>;
  /** Gives money back, once for each `refundId`; a refund with a `reference` was made before, and is only looked up. */
  refund(refund: {
    refundId: string;
    reference: string | null;
    payment: ProviderPayment;
    amount: number;
    currency: string;
  }): Promise<RefundState>;
  /** Every refund of a payment, whoever made it; missing where the first answer to a refund is the last. */
  listRefunds?(payment: ProviderPayment): Promise<readonly ProviderRefund[]>;
  /**
   * Every payment of this shop that was begun in a span, from its first moment up to, and without, the last; those of other
   * shops on the same account are not among them. Missing where a provider keeps no list.
   */
  listPayments?(span: { from: Date; to: Date }): AsyncIterable<ListedPayment>;
  /** Gives up a payment for good. Rejects when it can no longer be, such as one that was captured meanwhile. */
  cancel(payment: ProviderPayment): Promise<void>;
  /**
   * Reads what was sent to the provider's webhook; undefined for events that do not matter here.
   *
   * @throws MALFORMED_REQUEST the signature does not belong to these bytes, or is too old
   */
  readEvent?(body: Uint8Array, signature: string): ProviderEvent | undefined;
}

export interface StoredImage {
  readonly bytes: Uint8Array;
  readonly contentType: string;
}

/** Names are made from the content, so that what is stored under one never changes. */
export interface ImageStore {
  put(key: string, bytes: Uint8Array): Promise<void>;
  get(key: string): Promise<StoredImage | undefined>;
  /** What is not there is as good as removed. */
  remove(key: string): Promise<void>;
  close(): Promise<void>;
}

/** A structured logger: facts first, then the message. pino is one. */
export interface Log {
  debug(facts: object, message: string): void;
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}
