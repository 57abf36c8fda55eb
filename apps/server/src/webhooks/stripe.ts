import { Failure, type Shop, storeProviderEvent } from '@cartwright/api';
import type { Hono } from 'hono';
import { readLimited } from '../json.ts';
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
  app.post('/webhooks/stripe', async (c) => {
    const requestId = c.get('requestId');
    try {
      // Signed are the bytes, not what they mean.
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
