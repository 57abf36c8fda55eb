import { inspect } from 'node:util';
import { newId } from '@cartwright/kernel/ids';
import type { Charge, PaymentProvider } from '@cartwright/kernel/ports';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type FakeStripe, startFakeStripe } from '../testing/stripe.ts';
import { createStripeProvider } from './stripe.ts';
import { StripeFailure } from './stripe-errors.ts';

let fake: FakeStripe;
let stripe: PaymentProvider;
beforeAll(async () => {
  fake = await startFakeStripe();
});
beforeEach(() => {
  fake.account.isSearchBehind = false;
  fake.account.refundsBegin = 'succeeded';
  stripe = createStripeProvider({
    secretKey: fake.env.STRIPE_SECRET_KEY,
    apiUrl: fake.env.STRIPE_API_URL,
    timeoutMilliseconds: 150,
  });
});
afterAll(() => fake.close());

const creating = 'POST /v1/payment_intents';
const charge = (token: string, rest: Partial<Charge> = {}): Charge => {
  const paymentId = newId();
  return { paymentId, orderNumber: `N-${paymentId}`, amount: 2_490, currency: 'USD', token, attempt: 1, ...rest };
};

describe('a charge', () => {
  test('that Stripe takes is captured, in full, for the order', async () => {
    const given = charge('pm_card_visa');
    const state = await stripe.charge(given);
    const [intent] = fake.account.of(given.orderNumber);
    expect(state).toEqual({ status: 'captured', reference: intent?.id, amount: 2_490 });
    expect(intent).toMatchObject({ amount: 2_490, currency: 'usd', metadata: { paymentId: given.paymentId } });
  });

  test('in a currency that Stripe counts otherwise reads the same on both ways', async () => {
    const given = charge('pm_card_visa', { amount: 5, currency: 'ISK' });
    expect(await stripe.charge(given)).toMatchObject({ status: 'captured', amount: 5 });
    expect(fake.account.of(given.orderNumber)[0]?.amount).toBe(500);
  });

  test('that Stripe cannot take exactly is declined before it is asked', async () => {
    const before = fake.calls.length;
    const state = await stripe.charge(charge('pm_card_visa', { amount: 5_124, currency: 'KWD' }));
    expect(state).toEqual({ status: 'declined', reason: 'amount_not_supported' });
    expect(fake.calls).toHaveLength(before);
  });

  test('that the card refuses is declined with the reason of the bank', async () => {
    const given = charge('pm_card_chargeDeclined');
    const state = await stripe.charge(given);
    const reference = fake.account.of(given.orderNumber)[0]?.id;
    expect(state).toEqual({ status: 'declined', reason: 'insufficient_funds', reference });
  });

  test('with a payment method that does not exist is declined, and not tried again', async () => {
    expect(await stripe.charge(charge('pm_gone'))).toEqual({ status: 'declined', reason: 'resource_missing' });
  });

  test('that the customer must confirm waits, and tells the client how', async () => {
    const given = charge('pm_card_3ds');
    const state = await stripe.charge(given);
    const [intent] = fake.account.of(given.orderNumber);
    const action = { type: 'stripe', clientSecret: intent?.client_secret };
    expect(state).toEqual({ status: 'pending', reference: intent?.id, action });
  });

  test('that the bank thinks about waits for nobody', async () => {
    expect(await stripe.charge(charge('pm_bank'))).toMatchObject({ status: 'pending', action: null });
  });

  test.each(['down', 'broken', 'busy', 'slow'] as const)(
    'is tried again when Stripe is %s, and takes the money once',
    async (how) => {
      const given = charge('pm_card_visa');
      fake.trouble(creating, how);
      await expect(stripe.charge(given)).rejects.toThrow('Stripe did not do it');
      await new Promise((resolve) => setTimeout(resolve, 250));
      const again = stripe.charge({ ...given, attempt: 2 });
      // Stripe repeats a failure for the same key, so that payment ends without an answer and the customer pays again.
      if (how === 'broken') await expect(again).rejects.toThrow('500');
      else expect(await again).toMatchObject({ status: 'captured' });
      expect(fake.account.netOf(given.orderNumber)).toBe(how === 'broken' ? 0 : 2_490);
    },
  );

  test('whose answer is lost takes the money once', async () => {
    const given = charge('pm_card_visa');
    // The library itself retries once when a connection closes.
    fake.trouble(creating, 'dropped', 'dropped');
    await expect(stripe.charge(given)).rejects.toThrow('StripeConnectionError');
    expect(await stripe.charge(given)).toMatchObject({ status: 'captured' });
    expect(fake.account.of(given.orderNumber)).toHaveLength(1);
  });

  test.each(['down', 'broken', 'busy', 'cut'] as const)('never repeats its token when Stripe is %s', async (how) => {
    fake.trouble(creating, how);
    const error = await stripe.charge(charge('pm_very_secret')).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StripeFailure);
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain('very_secret');
  });

  test('with a wrong key is no decline: the next run may have the right one', async () => {
    const wrong = createStripeProvider({ secretKey: 'sk_test_wrong', apiUrl: fake.env.STRIPE_API_URL });
    await expect(wrong.charge(charge('pm_card_visa'))).rejects.toThrow('StripeAuthenticationError');
  });
});

describe('finding a payment', () => {
  test('works without its reference, and makes nothing', async () => {
    const given = charge('pm_card_visa');
    const { paymentId, orderNumber } = given;
    expect(await stripe.find({ paymentId, reference: null })).toBeUndefined();
    await stripe.charge(given);
    fake.forgetKeys();
    expect(await stripe.find({ paymentId, reference: null })).toMatchObject({ status: 'captured', amount: 2_490 });
    expect(fake.account.of(orderNumber)).toHaveLength(1);
  });

  test('gives what is true now, not what was answered first', async () => {
    const given = charge('pm_card_3ds');
    const first = await stripe.charge(given);
    const reference = first.reference ?? '';
    fake.account.failAuthentication(reference);
    const payment = { paymentId: given.paymentId, reference };
    expect(await stripe.find(payment)).toMatchObject({ status: 'declined', reason: 'authentication_failed' });
    fake.account.pay(reference);
    expect(await stripe.find(payment)).toMatchObject({ status: 'captured' });
  });

  test('does not take somebody else’s payment for ours', async () => {
    const { reference = '' } = await stripe.charge(charge('pm_card_visa'));
    expect(await stripe.find({ paymentId: newId(), reference })).toBeUndefined();
    expect(await stripe.find({ paymentId: newId(), reference: 'pi_unknown' })).toBeUndefined();
  });
});

describe('giving up a payment', () => {
  test('ends it, and a second time does nothing', async () => {
    const given = charge('pm_card_3ds');
    const { reference = '' } = await stripe.charge(given);
    const payment = { paymentId: given.paymentId, reference };
    await stripe.cancel(payment);
    await stripe.cancel(payment);
    expect(fake.account.intent(reference).status).toBe('canceled');
    expect(await stripe.find(payment)).toMatchObject({ status: 'declined' });
  });

  test('that was captured meanwhile is refused', async () => {
    const given = charge('pm_card_visa');
    const { reference = '' } = await stripe.charge(given);
    await expect(stripe.cancel({ paymentId: given.paymentId, reference })).rejects.toThrow(
      'payment_intent_unexpected_state',
    );
  });
});

describe('a refund', () => {
  async function paid() {
    const given = charge('pm_card_visa');
    const { reference = '' } = await stripe.charge(given);
    const refund = {
      refundId: newId(),
      reference: null,
      payment: { paymentId: given.paymentId, reference },
      amount: 1_000,
      currency: 'USD',
    };
    return { ...given, refund };
  }

  test('gives the money back once, even when Stripe has forgotten its key', async () => {
    const { refund, orderNumber } = await paid();
    expect(await stripe.refund(refund)).toMatchObject({ status: 'succeeded' });
    fake.forgetKeys();
    expect(await stripe.refund(refund)).toMatchObject({ status: 'succeeded' });
    expect(fake.account.netOf(orderNumber)).toBe(1_490);
  });

  test('whose answer is lost gives the money back once', async () => {
    const { refund, orderNumber } = await paid();
    fake.trouble('POST /v1/refunds', 'dropped', 'dropped');
    await expect(stripe.refund(refund)).rejects.toThrow('Stripe did not do it');
    expect(await stripe.refund(refund)).toMatchObject({ status: 'succeeded' });
    expect(fake.account.netOf(orderNumber)).toBe(1_490);
  });

  test('that takes its time is pending, and ends later', async () => {
    const { refund } = await paid();
    fake.account.refundsBegin = 'pending';
    const { reference } = (await stripe.refund(refund)) as { reference: string };
    const known = { refundId: refund.refundId, reference, amount: 1_000 };
    const listed = () => stripe.listRefunds?.(refund.payment);
    expect(await listed()).toEqual([{ ...known, state: { status: 'pending', reference } }]);
    fake.account.endRefund(reference, 'failed');
    expect(await listed()).toEqual([{ ...known, state: { status: 'failed', reason: 'expired_or_canceled_card' } }]);
  });

  test('that was made before is looked up by its reference, and never made again', async () => {
    const { refund, orderNumber } = await paid();
    const { reference } = (await stripe.refund(refund)) as { reference: string };
    const again = { ...refund, refundId: newId() };
    expect(await stripe.refund({ ...again, reference })).toEqual({ status: 'succeeded', reference });
    await expect(stripe.refund({ ...again, reference: 're_gone' })).rejects.toThrow('no more at Stripe');
    expect(fake.account.netOf(orderNumber)).toBe(1_490);
  });

  test('of more than there is fails', async () => {
    const { refund } = await paid();
    expect(await stripe.refund({ ...refund, amount: 9_000 })).toEqual({
      status: 'failed',
      reason: 'charge_already_refunded',
    });
  });
});
