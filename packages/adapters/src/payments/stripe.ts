import type { ListedPayment, PaymentProvider, ProviderPayment, ProviderRefund } from '@cartwright/kernel/ports';
import Stripe from 'stripe';
import { z } from 'zod';
import { stripeClient } from './stripe-client.ts';
import { isMissing, refusalOf, withoutSecrets } from './stripe-errors.ts';
import { readStripeEvent } from './stripe-events.ts';
import { fromStripeUnits, toStripeUnits } from './stripe-money.ts';
import { stateOfIntent, stateOfRefund } from './stripe-state.ts';

export interface StripeOptions {
  readonly secretKey: string;
  /** Without it the webhook is closed, and reconciliation finds payments that wait for the customer. */
  readonly webhookSecret?: string | undefined;
  /** The mark of this shop on its payments, because several shops may share one account. */
  readonly shop?: string | undefined;
  /** The origin of Stripe's API, for tests and proxies. */
  readonly apiUrl?: string | undefined;
  /** The longest time for one call, in milliseconds. The worker retries the job that makes it. */
  readonly timeoutMilliseconds?: number;
}

/**
 * Pays through Stripe, with one payment intent for each attempt. The attempt's id is in the intent's metadata and is
 * its idempotency key. The client continues (3-D Secure) with the intent's client secret.
 *
 * @example
 * const stripe = createStripeProvider({ secretKey: 'sk_test_…' });
 */
export function createStripeProvider(options: StripeOptions): PaymentProvider {
  const { secretKey, webhookSecret, shop, apiUrl, timeoutMilliseconds: timeout = 20_000 } = options;
  const client = stripeClient(secretKey, apiUrl, timeout);

  /** Finds an intent by its id, or by our id in its metadata, which Stripe's search finds after about a minute. */
  async function findIntent({ paymentId, reference }: ProviderPayment): Promise<Stripe.PaymentIntent | undefined> {
    const id = reference ?? (await searchIntent(paymentId));
    if (id === undefined) return undefined;
    const intent = await client.paymentIntents.retrieve(id).catch(orUndefinedIfMissing);
    return intent?.metadata['paymentId'] === paymentId ? intent : undefined;
  }

  async function searchIntent(paymentId: string): Promise<string | undefined> {
    const query = `metadata['paymentId']:'${paymentId}'`;
    const { data } = await client.paymentIntents.search({ query, limit: 1 });
    return data[0]?.id;
  }

  const listRefunds = (payment: ProviderPayment) =>
    client.refunds.list({ payment_intent: referenceOf(payment), limit: 100 });

  return {
    name: 'stripe',

    async charge({ paymentId, orderNumber, amount, currency, token }) {
      const units = toStripeUnits(amount, currency);
      if (units === undefined) return { status: 'declined', reason: 'amount_not_supported' };
      if (token === null) return { status: 'declined', reason: 'payment_method_missing' };
      try {
        const intent = await client.paymentIntents.create(
          {
            amount: units,
            currency: currency.toLowerCase(),
            payment_method: token,
            confirm: true,
            // The customer is absent while a job charges, so methods that redirect are not offered.
            automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
            description: `Order ${orderNumber}`,
            metadata: { paymentId, orderNumber, ...(shop !== undefined && { shop }) },
          },
          { idempotencyKey: paymentId },
        );
        return stateOfIntent(intent);
      } catch (error) {
        const reason = refusalOf(error);
        if (reason === undefined) throw withoutSecrets(error);
        const reference = error instanceof Stripe.errors.StripeError ? error.payment_intent?.id : undefined;
        return { status: 'declined', reason, ...(reference !== undefined && { reference }) };
      }
    },

    async find(payment) {
      const intent = await findIntent(payment).catch(rethrowWithoutSecrets);
      return intent && stateOfIntent(intent);
    },

    async refund({ refundId, reference, payment, amount, currency }) {
      const units = toStripeUnits(amount, currency);
      if (units === undefined) return { status: 'failed', reason: 'amount_not_supported' };
      try {
        // Stripe forgets an idempotency key after a day, but never a refund.
        for await (const made of listRefunds(payment)) {
          if (made.id === reference || made.metadata?.['refundId'] === refundId) return stateOfRefund(made);
        }
        if (reference !== null) throw new Error(`The refund ${refundId} is no more at Stripe, which had it before.`);
        const metadata = { refundId, paymentId: payment.paymentId };
        return stateOfRefund(
          await client.refunds.create(
            { payment_intent: referenceOf(payment), amount: units, metadata },
            { idempotencyKey: refundId },
          ),
        );
      } catch (error) {
        const reason = refusalOf(error);
        if (reason === undefined) throw withoutSecrets(error);
        return { status: 'failed', reason };
      }
    },

    async listRefunds(payment) {
      const refunds: ProviderRefund[] = [];
      try {
        for await (const made of listRefunds(payment)) {
          const { id: reference, metadata, amount, currency } = made;
          refunds.push({
            refundId: z.uuid().safeParse(metadata?.['refundId']).data ?? null,
            reference,
            amount: fromStripeUnits(amount, currency.toUpperCase()),
            state: stateOfRefund(made),
          });
        }
      } catch (error) {
        throw withoutSecrets(error);
      }
      return refunds;
    },

    async *listPayments({ from, to }) {
      const created = { gte: secondOf(from), lt: secondOf(to) };
      try {
        for await (const intent of client.paymentIntents.list({ created, limit: 100 })) {
          const listed = readListed(intent, shop);
          if (listed) yield listed;
        }
      } catch (error) {
        throw withoutSecrets(error);
      }
    },

    async cancel(payment) {
      const intent = await findIntent(payment).catch(rethrowWithoutSecrets);
      if (!intent || intent.status === 'canceled') return;
      await client.paymentIntents.cancel(intent.id).catch(rethrowWithoutSecrets);
    },

    ...(webhookSecret !== undefined && {
      readEvent: (body: Uint8Array, signature: string) => readStripeEvent(body, signature, webhookSecret),
    }),
  };
}

function referenceOf({ paymentId, reference }: ProviderPayment): string {
  if (reference === null) throw new Error(`The payment ${paymentId} has no reference, so nothing can be given back.`);
  return reference;
}

/** Rounds up to Stripe's whole seconds, so that a span that ends within a second includes all of it. */
function secondOf(time: Date): number {
  return Math.ceil(time.getTime() / 1_000);
}

/** Reads a listed payment; undefined if another shop or system made it. */
function readListed(intent: Stripe.PaymentIntent, shop: string | undefined): ListedPayment | undefined {
  const { id: reference, metadata, currency, created } = intent;
  const paymentId = z.uuid().safeParse(metadata['paymentId']).data;
  if (paymentId === undefined || metadata['shop'] !== shop) return undefined;
  return {
    paymentId,
    reference,
    orderNumber: metadata['orderNumber'] ?? null,
    currency: currency.toUpperCase(),
    createdAt: new Date(created * 1e3),
    state: stateOfIntent(intent),
  };
}

function orUndefinedIfMissing(error: unknown): undefined {
  if (!isMissing(error)) throw error;
}

function rethrowWithoutSecrets(error: unknown): never {
  throw withoutSecrets(error);
}
