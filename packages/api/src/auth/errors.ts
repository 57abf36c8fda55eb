import { z } from 'zod';
import { defineFailures, failure } from '../kernel/failures.ts';

/** Each says what was sent: a client with a refresh token has sent no password. */
const wrongCredentials = {
  login: 'The e-mail address or the password is wrong.',
  password: 'The password is wrong.',
  refreshToken: 'This refresh token is not valid any more. Sign in again.',
} as const;

export const authFailures = defineFailures({
  INVALID_CREDENTIALS: failure(
    'UNAUTHORIZED',
    ({ wrong }: { wrong: keyof typeof wrongCredentials }) => wrongCredentials[wrong],
    { wrong: z.enum(['login', 'password', 'refreshToken']).describe('What was not accepted') },
  ),
  EMAIL_TAKEN: failure('CONFLICT', 'There is an account with this e-mail address. Sign in instead.'),
  REFRESH_REUSED: failure(
    'UNAUTHORIZED',
    'This refresh token was used before, so the session was ended to be safe. Sign in again.',
  ),
  VERIFICATION_REQUIRED: failure(
    'FORBIDDEN',
    'Verify the e-mail address first: ask for a code, redeem it, and send the verification token along.',
  ),
  COOKIE_UNAVAILABLE: failure(
    'UNPROCESSABLE_CONTENT',
    'This page is on another site than the shop, so the browser would drop the cookie. Sign in with mode bearer, or set ' +
      'COOKIE_SAME_SITE=none on the server.',
  ),
  CODE_INVALID: failure('BAD_REQUEST', 'The code is wrong.', {
    attemptsLeft: z.number().int().describe('How many guesses this code still takes'),
  }),
  CODE_EXPIRED: failure(
    'BAD_REQUEST',
    'No code for this address is in force: it was used, or is too old. Ask for a new one.',
  ),
  CODE_LOCKED: failure('BAD_REQUEST', 'Too many wrong codes. Ask for a new one.'),
  TOKEN_INVALID: failure('BAD_REQUEST', 'This token is used, too old, or not for this. Ask for a new mail.'),
  LAST_ADMIN: failure(
    'CONFLICT',
    'A shop needs an admin, and this is the last one. Make somebody else an admin first.',
  ),
});
