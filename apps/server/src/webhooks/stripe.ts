import { storeProviderEvent } from '@cartwright/api';
import { Failure } from '@cartwright/kernel/failures';
import type { Shop } from '@cartwright/kernel/shop';
import type { Hono } from 'hono';
import { readLimited } from '../json.ts';
import type { Variables } from '../request.ts';
import { problemResponse } from '../rest/problem.ts';

export const maxWebhookBytes = 256 * 1_024;

/**
 * Serves `POST /webhooks/stripe`: stores each signed event once and responds. A job does the rest. Without
 * STRIPE_WEBHOOK_SECRET the address does not exist.
 */
export function mountStripeWebhook(app: Hono<{ Variables: Variables }>, shop: Shop): void {
  const readEvent = shop.paymentProviders.get('stripe')?.readEvent;
  if (!readEvent) return;
  app.post('/webhooks/stripe', async (c) => {
    const requestId = c.get('requestId');
    try {
      // The signature covers the bytes, not their meaning.
      const body = await readLimited(c, maxWebhookBytes);
      const event = readEvent(body, c.req.header('stripe-signature') ?? '');
      const isNew = event !== undefined && (await storeProviderEvent(shop, 'stripe', event));
      if (event) shop.log.info({ requestId, eventId: event.id, type: event.type, isNew }, 'stripe event received');
      return c.json({ received: true });
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      shop.log.warn({ requestId, reason: error.message }, 'stripe event refused');
      return problemResponse(error, requestId);
    }
  });
}
