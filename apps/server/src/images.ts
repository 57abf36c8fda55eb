import type { Shop } from '@cartwright/api';
import { Hono } from 'hono';

/** Product pictures. A name stands for one content for ever, so caches may keep it for ever. */
export function imageRoutes({ images }: Shop): Hono {
  const app = new Hono();
  app.get('/images/:folder/:file', async (c) => {
    const image = await images.get(`${c.req.param('folder')}/${c.req.param('file')}`);
    if (!image) return c.text('There is no such picture.', 404);
    return c.body(new Uint8Array(image.bytes), 200, {
      'content-type': image.contentType,
      'cache-control': 'public, max-age=31536000, immutable',
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
    });
  });
  return app;
}
