import { randomBytes } from 'node:crypto';
import { devMailsKept, getDevMail, listDevMails, type Shop } from '@cartwright/api';
import { type Context, type Env, Hono } from 'hono';
import { mailboxPage, type Selection } from './page.ts';

/** How many mails the page lists. The JSON holds all that are kept. */
const listed = 100;

/** For the page and for what it asks for. The mails hold codes and reset links, so nothing keeps or frames them. */
const guards = {
  'cache-control': 'no-store',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'SAMEORIGIN',
};

/** No `sandbox` here: with a Cross-Origin-Opener-Policy, browsers may refuse to open such a page alone. */
const mailPolicy = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ');

function pagePolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    `script-src 'nonce-${nonce}'`,
    "connect-src 'self'",
    "frame-src 'self'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** The mailbox of EMAIL_BACKEND=dev for a person to read, to be mounted at `/dev/mail`. */
export function mailboxRoutes(shop: Shop): Hono {
  const { db, clock } = shop;

  async function page(c: Context, selection: Selection, status: 200 | 404 = 200) {
    const nonce = randomBytes(16).toString('base64');
    const facts = { mails: await listDevMails(db, listed), selection, now: clock.now(), nonce };
    const origin = new URL(c.req.url).origin;
    const headers = { ...guards, 'content-security-policy': pagePolicy(nonce) };
    return c.html(String(mailboxPage({ ...facts, origin })), status, headers);
  }

  return new Hono()
    .get('/', (c) => page(c, { kind: 'newest' }))
    .get('/:id', async (c) => {
      const mail = await getDevMail(db, c.req.param('id'));
      return mail ? page(c, { kind: 'chosen', mail }) : page(c, { kind: 'missing' }, 404);
    })
    .get('/:id/html', async (c) => {
      const mail = await getDevMail(db, c.req.param('id'));
      const headers = { ...guards, 'content-security-policy': mailPolicy };
      return mail ? c.html(mail.html, 200, headers) : c.text('There is no such e-mail.', 404, guards);
    });
}

/**
 * `GET /dev/mail.json`: the newest mails first, all that are kept or `?limit=`. Its ETag changes when a mail arrives,
 * so that asking every second costs little.
 */
export function mailboxJson(shop: Shop): (c: Context) => Promise<Response> {
  return async (c) => {
    const [newest] = await listDevMails(shop.db, 1);
    const etag = `"${newest?.id ?? 'empty'}"`;
    const headers = { ...guards, etag };
    if (c.req.header('if-none-match') === etag) return c.body(null, 304, headers);
    const limit = /^[1-9]\d{0,2}$/.test(c.req.query('limit') ?? '') ? Number(c.req.query('limit')) : devMailsKept;
    return c.json(await listDevMails(shop.db, limit), 200, headers);
  };
}

/** Mounts the page and its JSON, if the shop keeps its mails in the development mailbox; otherwise nothing. */
export function mountMailbox<E extends Env>(app: Hono<E>, shop: Shop): void {
  if (shop.settings.email.backend !== 'dev') return;
  app.get('/dev/mail/', (c) => c.redirect('/dev/mail', 301));
  app.get('/dev/mail.json', mailboxJson(shop));
  app.route('/dev/mail', mailboxRoutes(shop));
}
