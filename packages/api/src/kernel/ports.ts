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
}

export type ChargeResult =
  | { readonly status: 'captured'; readonly reference: string }
  | { readonly status: 'declined'; readonly reason: string };

export interface PaymentProvider {
  readonly name: string;
  /** Rejects when the provider did not answer: the charge may or may not have happened, and may be tried again. */
  charge(charge: Charge): Promise<ChargeResult>;
}

export interface StoredImage {
  readonly bytes: Uint8Array;
  readonly contentType: string;
}

/** Names are made from the content, so that what is stored under one never changes. */
export interface ImageStore {
  put(key: string, bytes: Uint8Array): Promise<void>;
  get(key: string): Promise<StoredImage | undefined>;
}

/** A structured logger: facts first, then the message. pino is one. */
export interface Log {
  debug(facts: object, message: string): void;
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}
