import { randomBytes } from 'node:crypto';

interface StripeError {
  readonly type: string;
  readonly code: string;
  readonly message: string;
  readonly decline_code?: string;
}

/** A payment intent with the fields that we use. */
export interface FakeIntent {
  readonly id: string;
  readonly object: 'payment_intent';
  readonly client_secret: string;
  readonly amount: number;
  readonly currency: string;
  readonly metadata: Record<string, string>;
  /** Seconds since 1970. */
  readonly created: number;
  amount_received: number;
  status: 'succeeded' | 'processing' | 'requires_action' | 'requires_payment_method' | 'canceled';
  cancellation_reason: string | null;
  last_payment_error: StripeError | null;
}

export interface FakeRefund {
  readonly id: string;
  readonly object: 'refund';
  readonly amount: number;
  readonly currency: string;
  readonly payment_intent: string;
  readonly metadata: Record<string, string>;
  status: 'succeeded' | 'pending' | 'failed';
  failure_reason: string | null;
}

export interface FakeEvent {
  readonly id: string;
  readonly object: 'event';
  readonly type: string;
  readonly data: { readonly object: object };
}

/** An answer of Stripe's API: a status and a body. */
export interface FakeAnswer {
  readonly status: number;
  readonly body: object;
}

/** Payment methods that do not end as paid. `pm_card_short` is charged one unit too little. */
const endings = {
  pm_card_chargeDeclined: { status: 'requires_payment_method', declineCode: 'insufficient_funds' },
  pm_card_3ds: { status: 'requires_action' },
  pm_bank: { status: 'processing' },
} as const;

/** The payments and refunds of a Stripe account. */
export class FakeStripeAccount {
  readonly intents: FakeIntent[] = [];
  readonly refunds: FakeRefund[] = [];
  /** Every event so far, oldest first. Stripe would send each at least once, in any order. */
  readonly events: FakeEvent[] = [];
  /** If true, new intents are found by id but not by search. */
  isSearchBehind = false;
  /** Maximum intents in a page of the list. */
  mostListed = 100;
  /** The first status of the next refunds. */
  refundsBegin: FakeRefund['status'] = 'succeeded';
  readonly #unsearchable = new Set<string>();

  createIntent(form: URLSearchParams): FakeAnswer {
    const token = form.get('payment_method') ?? '';
    if (!token.startsWith('pm_') || token === 'pm_gone') {
      return refused(400, {
        type: 'invalid_request_error',
        code: 'resource_missing',
        message: `No such PaymentMethod: '${token}'`,
      });
    }
    const ending = Object.entries(endings).find(([name]) => name === token)?.[1];
    const id = newId('pi');
    const amount = Number(form.get('amount'));
    if (amount < 1) {
      const message = 'This value must be greater than or equal to 1.';
      return refused(400, { type: 'invalid_request_error', code: 'parameter_invalid_integer', message });
    }
    const intent: FakeIntent = {
      id,
      object: 'payment_intent',
      client_secret: `${id}_secret_${randomBytes(8).toString('hex')}`,
      amount,
      currency: form.get('currency') ?? '',
      metadata: metadataOf(form),
      created: Math.floor(Date.now() / 1_000),
      amount_received: 0,
      status: 'requires_payment_method',
      cancellation_reason: null,
      last_payment_error: null,
    };
    this.intents.push(intent);
    if (this.isSearchBehind) this.#unsearchable.add(id);
    if (!ending) this.pay(id, token === 'pm_card_short' ? amount - 1 : amount);
    else if (ending.status === 'requires_payment_method') return this.#decline(intent, ending.declineCode);
    else this.#move(intent, ending.status);
    return { status: 200, body: intent };
  }

  search(query: string): FakeAnswer {
    const wanted = /^metadata\['paymentId'\]:'([^']+)'$/.exec(query)?.[1];
    const found = this.intents.filter(
      ({ id, metadata }) => metadata['paymentId'] === wanted && !(this.isSearchBehind && this.#unsearchable.has(id)),
    );
    return {
      status: 200,
      body: { object: 'search_result', url: '/v1/payment_intents/search', has_more: false, data: found },
    };
  }

  /** Lists the newest first in pages, like Stripe. */
  list(query: URLSearchParams): FakeAnswer {
    const isWithin = ({ created }: FakeIntent) =>
      created >= Number(query.get('created[gte]') ?? 0) && created < Number(query.get('created[lt]') ?? Infinity);
    const all = this.intents.filter(isWithin).reverse();
    const start = all.findIndex(({ id }) => id === query.get('starting_after')) + 1;
    const data = all.slice(start, start + Math.min(this.mostListed, Number(query.get('limit') ?? 10)));
    const hasMore = start + data.length < all.length;
    return { status: 200, body: { object: 'list', url: '/v1/payment_intents', has_more: hasMore, data } };
  }

  cancel(id: string): FakeAnswer {
    const intent = this.intent(id);
    const isDone = intent.status === 'succeeded' || intent.status === 'canceled' || intent.status === 'processing';
    if (isDone) {
      const message = `You cannot cancel this PaymentIntent because it has a status of ${intent.status}.`;
      return refused(400, { type: 'invalid_request_error', code: 'payment_intent_unexpected_state', message });
    }
    this.#move(intent, 'canceled');
    return { status: 200, body: intent };
  }

  /** The customer or the bank approves a payment. */
  pay(id: string, amount = this.intent(id).amount): void {
    const intent = this.intent(id);
    intent.amount_received = amount;
    this.#move(intent, 'succeeded');
  }

  /** The customer fails the bank's authentication. */
  failAuthentication(id: string): void {
    this.#decline(this.intent(id), 'authentication_failed');
  }

  createRefund(form: URLSearchParams): FakeAnswer {
    const intent = this.intent(form.get('payment_intent') ?? '');
    const amount = Number(form.get('amount'));
    if (amount > intent.amount_received - this.refundedOf(intent.id)) {
      const message = 'Refund amount is greater than unrefunded amount on charge.';
      return refused(400, { type: 'invalid_request_error', code: 'charge_already_refunded', message });
    }
    const refund: FakeRefund = {
      id: newId('re'),
      object: 'refund',
      amount,
      currency: intent.currency,
      payment_intent: intent.id,
      metadata: metadataOf(form),
      status: this.refundsBegin,
      failure_reason: null,
    };
    this.refunds.push(refund);
    this.#tell('charge.refunded', {
      id: newId('ch'),
      object: 'charge',
      payment_intent: intent.id,
      metadata: intent.metadata,
    });
    return { status: 200, body: refund };
  }

  listRefunds(intentId: string): FakeAnswer {
    const data = this.refunds.filter((refund) => refund.payment_intent === intentId);
    return { status: 200, body: { object: 'list', url: '/v1/refunds', has_more: false, data } };
  }

  /** Ends a pending or arrived refund. */
  endRefund(id: string, status: 'succeeded' | 'failed'): void {
    const refund = this.refunds.find((candidate) => candidate.id === id)!;
    refund.status = status;
    if (status === 'failed') refund.failure_reason = 'expired_or_canceled_card';
    this.#tell(status === 'failed' ? 'refund.failed' : 'refund.updated', refund);
  }

  intent(id: string): FakeIntent {
    const intent = this.intents.find((candidate) => candidate.id === id);
    if (!intent) throw new Error(`The account has no payment intent ${id}.`);
    return intent;
  }

  refundedOf(intentId: string): number {
    const kept = this.refunds.filter(
      ({ payment_intent, status }) => payment_intent === intentId && status !== 'failed',
    );
    return kept.reduce((sum, { amount }) => sum + amount, 0);
  }

  /** The captured amount of an order, less its refunds. */
  netOf(orderNumber: string): number {
    return this.of(orderNumber).reduce(
      (sum, { id, amount_received }) => sum + amount_received - this.refundedOf(id),
      0,
    );
  }

  /** The intents of an order. */
  of(orderNumber: string): FakeIntent[] {
    return this.intents.filter(({ metadata }) => metadata['orderNumber'] === orderNumber);
  }

  /** The last event about an order's intents, of one type if given. */
  lastEvent(orderNumber: string, type?: string): FakeEvent {
    const ids = new Set(this.of(orderNumber).map(({ id }) => id));
    const isAbout = ({ data }: FakeEvent) => ids.has(referenceIn(data.object));
    return this.events.findLast((event) => isAbout(event) && (type === undefined || event.type === type))!;
  }

  #decline(intent: FakeIntent, declineCode: string): FakeAnswer {
    const message = 'Your card was declined.';
    intent.last_payment_error = { type: 'card_error', code: 'card_declined', decline_code: declineCode, message };
    this.#move(intent, 'requires_payment_method');
    return { status: 402, body: { error: { ...intent.last_payment_error, payment_intent: intent } } };
  }

  #move(intent: FakeIntent, status: FakeIntent['status']): void {
    intent.status = status;
    this.#tell(
      status === 'requires_payment_method' ? 'payment_intent.payment_failed' : `payment_intent.${status}`,
      intent,
    );
  }

  #tell(type: string, object: object): void {
    this.events.push({ id: newId('evt'), object: 'event', type, data: { object: structuredClone(object) } });
  }
}

function referenceIn(object: object): string {
  if ('payment_intent' in object) return String(object.payment_intent);
  return 'id' in object ? String(object.id) : '';
}

function refused(status: number, error: StripeError): FakeAnswer {
  return { status, body: { error } };
}

function metadataOf(form: URLSearchParams): Record<string, string> {
  const entries = [...form].flatMap(([name, value]) => {
    const key = /^metadata\[(\w+)\]$/.exec(name)?.[1];
    return key === undefined ? [] : [[key, value] as const];
  });
  return Object.fromEntries(entries);
}

function newId(prefix: string): string {
  return `${prefix}_${randomBytes(12).toString('hex')}`;
}
