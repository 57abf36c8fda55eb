import { Failure, kernelFailures, type Shop, storeProviderEvent } from '@cartwright/api';
import type { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Variables } from '../request.ts';
import { problemResponse } from '../rest/problem.ts';

export const maxWebhookBytes = 256 * 1_024;

/**
 * `POST /webhooks/stripe`: takes signed events, stores each once and answers; a job does the rest. Where the shop has
 * no STRIPE_WEBHOOK_SECRET there is no such address.
 */
export function mountStripeWebhook(app: Hono<{ Variables: Variables }>, shop: Shop): void {
  const readEvent = shop.paymentProviders.get('stripe')?.readEvent;
  if (!readEvent) return;
  const limit = bodyLimit({
    maxSize: maxWebhookBytes,
    onError: (c) => problemResponse(kernelFailures.TOO_LARGE({ limit: maxWebhookBytes }), c.get('requestId')),
  });
  app.post('/webhooks/stripe', limit, async (c) => {
    // Signed are the bytes, not what they mean.
    const body = new Uint8Array(await c.req.arrayBuffer());
    const requestId = c.get('requestId');
    try {
      const event = readEvent(body, c.req.header('stripe-signature') ?? '');
      const isNew = event !== undefined && (await storeProviderEvent(shop, 'stripe', event));
      if (event) shop.log.info({ requestId, eventId: event.id, type: event.type, isNew }, 'stripe event');
      return c.json({ received: true });
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      shop.log.warn({ requestId, reason: error.message }, 'stripe event refused');
      return problemResponse(error, requestId);
    }
  });
}
