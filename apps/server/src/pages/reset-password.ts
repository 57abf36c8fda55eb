import { html } from '@cartwright/api';
import { hidden, newPasswordField, type Page, problem, success } from './layout.ts';
import type { Caller, Fields } from './routes.ts';
import { tellFailure } from './tell-failure.ts';
import { incomplete } from './verify-email.ts';

const title = 'Choose a new password';

/** The page behind the link in a reset e-mail. Reading the page does not use the token up. */
export function showResetPassword({ token = '' }: Fields, words?: string): Page {
  if (token === '') return incomplete;
  return {
    title,
    content: html`${problem(words)}
<form method="post" action="/reset-password">${hidden('token', token)}${newPasswordField()}
<button>Set password</button></form>`,
  };
}

export async function resetPassword(caller: Caller, { token = '', password = '' }: Fields): Promise<Page> {
  try {
    await caller.auth.resetPassword({ token, password });
    const words = 'You can now sign in with your new password. You are signed out on all devices.';
    return { title: 'Your password was changed', content: success(words) };
  } catch (error) {
    const failure = tellFailure(error);
    // The token is still valid.
    if (failure.code === 'VALIDATION')
      return { ...showResetPassword({ token }, failure.words), status: failure.status };
    return { title, ...failure };
  }
}
