import { randomBytes } from 'node:crypto';
import { createCaller } from '@cartwright/api';
import { kernelFailures } from '@cartwright/kernel/failures';
import type { Shop } from '@cartwright/kernel/shop';
import { Hono } from 'hono';
import { readLimited } from '../json.ts';
import { guestOpener, type Variables } from '../request.ts';
import { problemResponse } from '../rest/problem.ts';
import { confirmEmail, showConfirmEmail } from './confirm-email.ts';
import { eraseData, showEraseData } from './erase-data.ts';
import { type Page, renderPage } from './layout.ts';
import { showOrder, showOrderLink } from './order.ts';
import { resetPassword, showResetPassword } from './reset-password.ts';
import { showVerifyEmail, verifyEmail } from './verify-email.ts';

export type Caller = ReturnType<typeof createCaller>;

/** The parameters of an address or the fields of a form, by name. */
export type Fields = Readonly<Partial<Record<string, string>>>;

const maxFormBytes = 8 * 1_024;

function policyOf(nonce: string, { script }: Page): string {
  return [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    'img-src data:',
    ...(script === undefined ? [] : [`script-src 'nonce-${nonce}'`, "connect-src 'self'"]),
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/**
 * Serves the pages behind the links in e-mails, for a shop without a storefront. Reading a page changes nothing. Its
 * form posts to the same address, so only the link of a guest's order needs a script. Cookies are ignored, because the form has every field that
 * counts.
 */
export function pageRoutes(shop: Shop): Hono<{ Variables: Variables }> {
  const { storeName } = shop.settings;
  const openContext = guestOpener(shop);
  const app = new Hono<{ Variables: Variables }>();

  function answer(page: Page): Response {
    const nonce = randomBytes(16).toString('base64');
    return new Response(String(renderPage(page, { storeName, nonce })), {
      status: page.status ?? 200,
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'content-security-policy': policyOf(nonce, page),
      },
    });
  }

  /** Serves one address: GET and HEAD with `show`, a form with `act`. */
  function serve(
    path: string,
    show: (fields: Fields) => Page,
    act: (callerWith: (accessToken?: string) => Caller, fields: Fields) => Promise<Page>,
  ): void {
    app.get(path, (c) => answer(show({ ...c.req.query(), ...c.req.param() })));
    app.post(path, async (c) => {
      if (!/^application\/x-www-form-urlencoded\b/i.test(c.req.header('content-type') ?? '')) {
        const accepted = ['application/x-www-form-urlencoded'];
        return problemResponse(kernelFailures.UNSUPPORTED_MEDIA_TYPE({ accepted }), c.get('requestId'));
      }
      const form = new URLSearchParams((await readLimited(c, maxFormBytes)).toString());
      const callerWith = (accessToken?: string) => createCaller(openContext(c, accessToken));
      return answer(await act(callerWith, { ...Object.fromEntries(form), ...c.req.param() }));
    });
  }

  serve('/verify-email', showVerifyEmail, (callerWith, fields) => verifyEmail(callerWith, fields));
  serve('/reset-password', showResetPassword, (callerWith, fields) => resetPassword(callerWith(), fields));
  serve('/confirm-email', showConfirmEmail, (callerWith, fields) => confirmEmail(callerWith(), fields));
  serve('/erase-data', showEraseData, (callerWith, fields) => eraseData(callerWith(), fields));
  serve('/orders/:number', showOrderLink, (callerWith, fields) => showOrder(callerWith, fields));
  return app;
}

/** Tells whether e-mails link to this server, and not to a storefront elsewhere. */
export function servesStore({ storeUrl, publicUrl }: Shop['settings']): boolean {
  return storeUrl === publicUrl;
}
