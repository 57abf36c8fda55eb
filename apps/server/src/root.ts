import { Hono } from 'hono';

const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path fill="none" stroke="#4338ca" stroke-width="1.5" ' +
  'd="M1 2h2l2 8h7l2-6H4"/><circle cx="6" cy="13" r="1.4" fill="#4338ca"/><circle cx="11" cy="13" r="1.4" fill="#4338ca"/></svg>';

/** Keeps search engines away, because an API has nothing for them. */
const robots = 'User-agent: *\nDisallow: /\n';

/** Serves the addresses that browsers and crawlers request on every host: the first page, the icon and `robots.txt`. */
export function rootRoutes({ docs }: { readonly docs: 'on' | 'off' }): Hono {
  const app = new Hono();
  const kept = { 'cache-control': 'public, max-age=86400' };
  app.get('/', (c) => (docs === 'on' ? c.redirect('/docs') : c.text('Cartwright')));
  app.get('/favicon.ico', (c) => c.body(icon, 200, { 'content-type': 'image/svg+xml', ...kept }));
  app.get('/robots.txt', (c) => c.text(robots, 200, kept));
  return app;
}
