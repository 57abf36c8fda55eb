import { html } from '@cartwright/api';
import { formatMoney } from '@cartwright/kernel/money';
import { type Page, problem } from './layout.ts';
import { orderScript } from './order-script.ts';
import type { Caller, Fields } from './routes.ts';
import { tellFailure } from './tell-failure.ts';

/**
 * The page behind the links in e-mails about an order. Its script shows the order of a guest, whose link has a token in
 * its fragment. Without a token it shows nothing of the order before its owner has signed in.
 */
export function showOrderLink(fields: Fields): Page {
  const signIn = showOrderSignIn(fields);
  return {
    ...signIn,
    script: orderScript,
    content: html`<div id="refusal" hidden>${problem('This link has expired or is not complete. Open the link from the newest e-mail, or sign in.')}</div>
<div id="sign-in">${signIn.content}</div>
<div id="order" role="status" hidden><p>The order is <b id="status"></b>, its payment <b id="payment"></b>.</p>
<p id="tracking"></p>
<table><tbody id="items"></tbody>
<tfoot><tr><th scope="row">Total</th><td id="total"></td></tr></tfoot></table></div>`,
  };
}

/** The form that shows an order to the owner of its account. */
export function showOrderSignIn({ number = '', email = '' }: Fields, words?: string): Page {
  return {
    title: 'Your order',
    content: html`${problem(words)}<p>Sign in to see order ${number}. You are signed out as soon as the page appears.</p>
<form method="post" action="/orders/${encodeURIComponent(number)}">
<label>E-mail address<input type="email" name="email" value="${email}" required maxlength="254"
autocomplete="username"></label>
<label>Password<input type="password" name="password" required maxlength="128" autocomplete="current-password"></label>
<button>Show order</button></form>`,
  };
}

export async function showOrder(
  callerWith: (accessToken?: string) => Caller,
  { number = '', email = '', password = '' }: Fields,
): Promise<Page> {
  try {
    const { accessToken = '' } = await callerWith().auth.login({ email, password });
    const caller = callerWith(accessToken);
    try {
      return orderPage(await caller.orders.get({ idOrNumber: number }));
    } finally {
      await caller.auth.logout();
    }
  } catch (error) {
    const { words, status } = tellFailure(error);
    return { ...showOrderSignIn({ number, email }, words), status };
  }
}

type Order = Awaited<ReturnType<Caller['orders']['get']>>;

function orderPage({ number, status, paymentStatus, items, total, currency, tracking }: Order): Page {
  const rows = items.map(
    ({ quantity, name, lineTotal }) =>
      html`<tr><td>${quantity} × ${name}</td><td>${formatMoney(lineTotal, currency)}</td></tr>`,
  );
  return {
    title: `Order ${number}`,
    content: html`<p>The order is <b>${words(status)}</b>, its payment <b>${words(paymentStatus)}</b>.</p>
${tracking?.number && html`<p>Tracking number: <b>${tracking.number}</b></p>`}
<table><tbody>${rows}</tbody>
<tfoot><tr><th scope="row">Total</th><td>${formatMoney(total, currency)}</td></tr></tfoot></table>`,
  };
}

const words = (state: string): string => state.replaceAll('_', ' ');
