import { randomBytes } from 'node:crypto';
import { devMailsKept, getDevMail, listDevMails } from '@cartwright/adapters/mail';
import type { Shop } from '@cartwright/kernel/shop';
import { type Context, type Env, Hono } from 'hono';
import { mailboxPage, type Selection } from './page.ts';

/** The number of e-mails on the page. The JSON has all that are kept. */
const listed = 100;

/**
 * The headers of the page and of its parts. The e-mails contain codes and reset links, so nothing may store or frame
 * them.
 */
const guards = {
  'cache-control': 'no-store',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'SAMEORIGIN',
};

/** Without `sandbox`, because browsers may refuse to open such a page alone if it has a Cross-Origin-Opener-Policy. */
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

/** The part of a shop that the mailbox reads. */
export interface MailboxShop extends Pick<Shop, 'db' | 'clock'> {
  readonly settings: { readonly email: Pick<Shop['settings']['email'], 'backend'> };
}

/** Serves the mailbox of EMAIL_BACKEND=dev to people, under `/dev/mail`. */
export function mailboxRoutes(shop: MailboxShop): Hono {
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
 * Serves `GET /dev/mail.json`: the newest e-mails first, all that are kept or `?limit=`. Its ETag changes when an
 * e-mail arrives, so that polling every second costs little.
 */
export function mailboxJson(shop: Pick<Shop, 'db'>): (c: Context) => Promise<Response> {
  return async (c) => {
    const [newest] = await listDevMails(shop.db, 1);
    const etag = `"${newest?.id ?? 'empty'}"`;
    const headers = { ...guards, etag };
    if (c.req.header('if-none-match') === etag) return c.body(null, 304, headers);
    const limit = /^[1-9]\d{0,2}$/.test(c.req.query('limit') ?? '') ? Number(c.req.query('limit')) : devMailsKept;
    return c.json(await listDevMails(shop.db, limit), 200, headers);
  };
}

/** Mounts the page and its JSON if the shop keeps its e-mails in the development mailbox. */
export function mountMailbox<E extends Env>(app: Hono<E>, shop: MailboxShop): void {
  if (shop.settings.email.backend !== 'dev') return;
  app.get('/dev/mail/', (c) => c.redirect('/dev/mail', 301));
  app.get('/dev/mail.json', mailboxJson(shop));
  app.route('/dev/mail', mailboxRoutes(shop));
}
