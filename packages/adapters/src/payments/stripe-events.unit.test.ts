import { createHmac } from 'node:crypto';
import { refusalOf } from '@cartwright/kernel/testing';
import { describe, expect, test } from 'vitest';
import { readStripeEvent } from './stripe-events.ts';

const secret = 'whsec_test';
const paymentId = '01990000-0000-7000-8000-000000000001';
const encode = (text: string) => new TextEncoder().encode(text);

function eventOf(type: string, object: object): string {
  return JSON.stringify({ id: 'evt_1', object: 'event', type, data: { object } });
}

function sign(body: string, { key = secret, secondsAgo = 0 } = {}): string {
  const at = Math.floor(Date.now() / 1_000) - secondsAgo;
  return `t=${at},v1=${createHmac('sha256', key).update(`${at}.${body}`).digest('hex')}`;
}

const intent = { object: 'payment_intent', id: 'pi_1', metadata: { paymentId } };
const body = eventOf('payment_intent.succeeded', intent);

describe('a signed event', () => {
  test('of a payment intent tells both ids of the payment', () => {
    const event = readStripeEvent(encode(body), sign(body), secret);
    expect(event).toEqual({ id: 'evt_1', type: 'payment_intent.succeeded', reference: 'pi_1', paymentId });
  });

  test.each([
    ['charge.refunded', { object: 'charge', id: 'ch_1', payment_intent: 'pi_2' }],
    ['refund.failed', { object: 'refund', id: 're_1', payment_intent: { id: 'pi_2' }, metadata: {} }],
  ])('%s tells the payment intent that it is about', (type, object) => {
    const text = eventOf(type, object);
    expect(readStripeEvent(encode(text), sign(text), secret)).toMatchObject({ reference: 'pi_2', paymentId: null });
  });

  test.each([
    ['of another kind', eventOf('customer.created', { object: 'customer', id: 'cus_1' })],
    [
      'of a charge without a payment intent',
      eventOf('charge.refunded', { object: 'charge', id: 'ch_1', payment_intent: null }),
    ],
  ])('%s is no matter of ours', (_what, text) => {
    expect(readStripeEvent(encode(text), sign(text), secret)).toBeUndefined();
  });

  test('whose metadata somebody else wrote has no payment of ours', () => {
    const text = eventOf('payment_intent.succeeded', { ...intent, metadata: { paymentId: "1' or '1" } });
    expect(readStripeEvent(encode(text), sign(text), secret)?.paymentId).toBeNull();
  });
});

test('an event that was signed less than five minutes ago is taken', () => {
  expect(readStripeEvent(encode(body), sign(body, { secondsAgo: 290 }), secret)?.id).toBe('evt_1');
});

test.each([
  ['with another secret', body, sign(body, { key: 'whsec_other' })],
  ['more than five minutes ago', body, sign(body, { secondsAgo: 310 })],
  ['before its body was changed', body.replace('pi_1', 'pi_2'), sign(body)],
  ['not at all', body, ''],
  ['in a way that cannot be read', body, 'v1=abc'],
  ['before it was cut to nothing', '', sign(body)],
])('an event signed %s is refused', async (_how, text, signature) => {
  const reading = async () => readStripeEvent(encode(text), signature, secret);
  const refusal = await refusalOf(reading());
  expect(refusal).toMatchObject({ code: 'MALFORMED_REQUEST' });
  expect(JSON.stringify(refusal)).not.toContain('pi_');
});
