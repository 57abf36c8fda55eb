/** The current time. Tests set it. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The same for every attempt of one e-mail, so that mail servers can drop duplicates. */
  readonly messageId: string;
}

export interface Mailer {
  /** Resolves after the mail server accepted the e-mail. Rejects if the caller should retry. */
  send(mail: Mail): Promise<void>;
  /**
   * Rejects if no e-mail could be sent now, because the server does not answer or refuses the password. Sends nothing.
   */
  check(): Promise<void>;
  close(): Promise<void>;
}

export interface Charge {
  /** The shop's id of the payment, and the idempotency key for the provider: two charges with one id charge once. */
  readonly paymentId: string;
  readonly orderNumber: string;
  /** Minor units. */
  readonly amount: number;
  readonly currency: string;
  readonly token: string | null;
  /** 1 on the first attempt. */
  readonly attempt: number;
}

/** The state of a payment at its provider. */
export type PaymentState =
  | { readonly status: 'captured'; readonly reference: string /** Minor units. */; readonly amount: number }
  | { readonly status: 'declined'; readonly reason: string; readonly reference?: string }
  /** Neither paid nor declined. `action` is the step that the customer's client must take, if any. */
  | { readonly status: 'pending'; readonly reference: string; readonly action: PaymentAction | null };

export interface PaymentAction {
  readonly type: string;
  readonly clientSecret: string;
}

export type RefundState =
  | { readonly status: 'succeeded'; readonly reference: string }
  /** Under way. A later query tells more. */
  | { readonly status: 'pending'; readonly reference: string }
  /** Final, even after `succeeded`, because a bank may send money back. */
  | { readonly status: 'failed'; readonly reason: string };

/** A refund at its provider. */
export interface ProviderRefund {
  /** The shop's id; null for a refund made at the provider, such as in its dashboard. */
  readonly refundId: string | null;
  readonly reference: string;
  /** Minor units. */
  readonly amount: number;
  readonly state: RefundState;
}

export interface ProviderPayment {
  readonly paymentId: string;
  /** The provider's id; null if the shop never received it. */
  readonly reference: string | null;
}

/** A payment in the provider's list. */
export interface ListedPayment {
  /** The shop's id, which the provider stores with the payment. */
  readonly paymentId: string;
  /** The provider's id. */
  readonly reference: string;
  readonly orderNumber: string | null;
  readonly currency: string;
  readonly createdAt: Date;
  readonly state: PaymentState;
}

/** A provider's unrequested message. It only says that something changed; the shop then asks for the current state. */
export interface ProviderEvent {
  /** The provider's id of the event. */
  readonly id: string;
  readonly type: string;
  /** The provider's id of the payment. */
  readonly reference: string;
  /** The shop's id, if the provider knows it. */
  readonly paymentId: string | null;
}

/** Every call may reject if the provider does not answer. The provider may have acted, and the shop asks again. */
export interface PaymentProvider {
  readonly name: string;
  charge(charge: Charge): Promise<PaymentState>;
  /** The provider's state of a payment; undefined if the provider does not know it. */
  find(payment: ProviderPayment): Promise<PaymentState | undefined>;
  /** Refunds money, once for each `refundId`. A refund with a `reference` was made before and is only looked up. */
  refund(refund: {
    refundId: string;
    reference: string | null;
    payment: ProviderPayment;
    amount: number;
    currency: string;
  }): Promise<RefundState>;
  /** Every refund of a payment, from any origin. Missing if the provider's first answer to a refund is final. */
  listRefunds?(payment: ProviderPayment): Promise<readonly ProviderRefund[]>;
  /**
   * Every payment that this shop began in a span, from the first moment up to and without the last, without those of
   * other shops on the same account. Missing if the provider keeps no list.
   */
  listPayments?(span: { from: Date; to: Date }): AsyncIterable<ListedPayment>;
  /** Cancels a payment for good. Rejects if that is no longer possible, such as after its capture. */
  cancel(payment: ProviderPayment): Promise<void>;
  /**
   * Reads a request to the provider's webhook. Returns undefined for irrelevant events.
   *
   * @throws MALFORMED_REQUEST the signature does not fit these bytes, or is too old
   */
  readEvent?(body: Uint8Array, signature: string): ProviderEvent | undefined;
}

/** The word of a VAT register on a number. `unavailable` says nothing about the number. */
export type VatAnswer =
  | { readonly status: 'valid' | 'invalid' }
  | { readonly status: 'unavailable' /** For operators, without the number. */; readonly reason: string };

/** A register of VAT numbers. */
export interface VatNumbers {
  /** Never rejects. The number begins with the prefix of its country, such as `DE123456789`. */
  check(number: string): Promise<VatAnswer>;
}

/** The part of an address that a tax service needs. */
export interface TaxAddress {
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly state?: string | undefined;
  readonly city?: string | undefined;
  readonly postalCode?: string | undefined;
  readonly line1?: string | undefined;
  readonly line2?: string | undefined;
}

/** An order as a tax service sees it. Amounts are minor units, after discounts. */
export interface TaxQuestion {
  readonly currency: string;
  /** Whether the amounts contain the tax. */
  readonly included: boolean;
  readonly address: TaxAddress;
  readonly lines: readonly {
    readonly position: number;
    readonly productId: string;
    readonly taxClass: string;
    readonly quantity: number;
    readonly amount: number;
  }[];
  readonly shipping: number;
}

/** The tax of one jurisdiction on one line, or on shipping. */
export interface TaxShare {
  /** The position of the line; null for shipping. */
  readonly line: number | null;
  readonly amount: number;
  readonly base: number;
  /** Null for a tax that is not a percentage. */
  readonly basisPoints: number | null;
  /** The jurisdiction and the tax, as customers read them. */
  readonly label: string;
}

export interface TaxAnswer {
  /** The provider's id of the calculation. */
  readonly reference: string;
  readonly taxes: readonly TaxShare[];
}

/** A service that knows taxes better than the table of tax rates. */
export interface TaxProvider {
  readonly name: string;
  /**
   * The tax of an order, or `unknown address` if the service cannot place the address. Rejects if the service does not
   * answer.
   */
  quote(question: TaxQuestion): Promise<TaxAnswer | 'unknown address'>;
  /**
   * Records the sale of an order, so that the service can report its tax. A repeated call within a day gives the same
   * transaction.
   *
   * @returns the transaction, for `reverse`
   */
  record(sale: TaxSale): Promise<string>;
  /** Takes a refund back from a recorded sale. A repeated call within a day changes nothing. */
  reverse(refund: TaxReversal): Promise<void>;
}

export interface TaxSale {
  /** The `reference` of the answer that the order was taxed by. */
  readonly calculation: string;
  readonly orderId: string;
  /** The time at which the tax became due. */
  readonly at: Date;
}

export interface TaxReversal {
  readonly transaction: string;
  /** Names this refund among all transactions of the service. */
  readonly reference: string;
  readonly currency: string;
  /** The refunded money with its tax, in minor units. */
  readonly amount: number;
  /** The parts of the amount that belong to lines of the order. The rest is spread over the sale. */
  readonly of: readonly TaxReversalLine[] | 'everything';
}

export interface TaxReversalLine {
  readonly position: number;
  readonly quantity: number;
  /** With its tax. */
  readonly amount: number;
  readonly tax: number;
}

export interface StoredImage {
  readonly bytes: Uint8Array;
  readonly contentType: string;
}

/** Keys are derived from the content, so that the bytes under a key never change. */
export interface ImageStore {
  put(key: string, bytes: Uint8Array): Promise<void>;
  get(key: string): Promise<StoredImage | undefined>;
  /** Succeeds if there is no such image. */
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
