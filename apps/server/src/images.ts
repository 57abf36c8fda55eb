import { readImage } from '@cartwright/adapters/images';
import type { Shop } from '@cartwright/kernel/shop';
import { Hono } from 'hono';
import { isKnown } from './cache/etag.ts';

const forever = { 'cache-control': 'public, max-age=31536000, immutable' };

/** Serves product images. A name stands for one content forever, so caches may keep it forever. */
export function imageRoutes(shop: Shop): Hono {
  const app = new Hono();
  app.get('/images/:folder/:file', async (c) => {
    const etag = `"${c.req.param('file')}"`;
    const image = await readImage(shop, `${c.req.param('folder')}/${c.req.param('file')}`);
    if (!image) return c.text('There is no such image.', 404, { 'cache-control': 'no-store' });
    if (isKnown(c.req.header('if-none-match'), etag)) return c.body(null, 304, { ...forever, etag });
    return c.body(new Uint8Array(image.bytes), 200, {
      'content-type': image.contentType,
      ...forever,
      etag,
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
    });
  });
  return app;
}
