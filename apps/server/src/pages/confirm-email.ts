import { html } from '@cartwright/api';
import { hidden, type Page, success } from './layout.ts';
import type { Caller, Fields } from './routes.ts';
import { tellFailure } from './tell-failure.ts';
import { incomplete } from './verify-email.ts';

const title = 'Confirm your new address';

/** The page behind the link in an e-mail to a new address. Reading the page does not use the token up. */
export function showConfirmEmail({ token = '' }: Fields): Page {
  if (token === '') return incomplete;
  return {
    title,
    content: html`<p>Select the button to give your account this address.</p>
<form method="post" action="/confirm-email">${hidden('token', token)}<button>Confirm new address</button></form>`,
  };
}

export async function confirmEmail(caller: Caller, { token = '' }: Fields): Promise<Page> {
  try {
    const { email } = await caller.auth.confirmEmail({ token });
    return { title: 'Your address was changed', content: success(`You sign in with ${email} from now on.`) };
  } catch (error) {
    return { title, ...tellFailure(error) };
  }
}
