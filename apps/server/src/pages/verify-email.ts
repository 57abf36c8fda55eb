import { html } from '@cartwright/api';
import { hidden, newPasswordField, type Page, problem, success } from './layout.ts';
import type { Caller, Fields } from './routes.ts';
import { tellFailure } from './tell-failure.ts';

const title = 'Verify your e-mail address';

/**
 * The page behind the link in a verification e-mail. Reading the page does not use the token up, because mail scanners
 * follow links.
 */
export function showVerifyEmail({ token = '' }: Fields): Page {
  if (token === '') return incomplete;
  return {
    title,
    content: html`<p>Select the button to confirm that this address is yours.</p>
<form method="post" action="/verify-email">${hidden('token', token)}<button>Verify e-mail address</button></form>`,
  };
}

/** Redeems the token. A person without an account, or with an account that a stranger made, then chooses a password. */
export async function verifyEmail(callerWith: (accessToken?: string) => Caller, fields: Fields): Promise<Page> {
  if (fields.verificationToken !== undefined) return openAccount(callerWith, fields);
  const { token = '' } = fields;
  try {
    const { email, emailVerified, needsPassword, verificationToken } = await callerWith().auth.verifyCode({ token });
    if (emailVerified && !needsPassword) {
      return { title: 'Your address is verified', content: success(`Thank you. ${email} is verified.`) };
    }
    return accountForm({ email, verificationToken });
  } catch (error) {
    return { title, ...tellFailure(error) };
  }
}

async function openAccount(callerWith: (accessToken?: string) => Caller, fields: Fields): Promise<Page> {
  const { email = '', name = '', password = '', verificationToken = '' } = fields;
  try {
    const { accessToken } = await callerWith().auth.register({ email, name, password, verificationToken });
    // The page keeps no session.
    await callerWith(accessToken).auth.logout();
    return {
      title: 'Your account was created',
      content: success(`You can sign in with ${email} and your password.`),
    };
  } catch (error) {
    const { words, status } = tellFailure(error);
    return accountForm({ email, verificationToken, name, words, status });
  }
}

interface AccountForm {
  readonly email: string;
  readonly verificationToken: string;
  readonly name?: string;
  readonly words?: string;
  readonly status?: number;
}

function accountForm({ email, verificationToken, name = '', words, status }: AccountForm): Page {
  return {
    title: 'Create your account',
    ...(status !== undefined && { status }),
    content: html`${success(`${email} is verified.`)}${problem(words)}
<p>Choose a name and a password to create an account. If you do not want one, close this page.</p>
<form method="post" action="/verify-email">
${hidden('verificationToken', verificationToken)}${hidden('email', email)}
<label>Name<input name="name" value="${name}" required minlength="2" maxlength="100" autocomplete="name"></label>
${newPasswordField()}<button>Create account</button></form>`,
  };
}

export const incomplete: Page = {
  title: 'This link is incomplete',
  status: 400,
  content: html`<p>Open the complete link from the e-mail, or request a new e-mail.</p>`,
};
