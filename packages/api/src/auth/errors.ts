import { defineFailures, failure } from '@cartwright/kernel/failures';
import { z } from 'zod';

/** Each secret has its own sentence, because a client with a refresh token has sent no password. */
const wrongCredentials = {
  login: 'The e-mail address or the password is wrong. Try again, or reset the password.',
  password: 'The password is wrong. Enter the current password of your account.',
  formerPassword:
    'The account that this Idempotency-Key opened is gone or has another password now. Sign in, or register with a new key.',
  refreshToken: 'This refresh token is not valid any more. Sign in again.',
} as const;

const invalidTokens = {
  link: 'This link has expired or was already used. Request a new one.',
  resetLink: 'This link has expired or was already used. Request a new password reset.',
  verificationToken: 'This verification token has expired or was already used. Verify the e-mail address again.',
  otherAddress:
    'This verification token is for another e-mail address. Register with that address, or verify this one.',
} as const;

const namesOf = <Words extends object>(words: Words) => Object.keys(words) as (keyof Words)[];

export const authFailures = defineFailures({
  INVALID_CREDENTIALS: failure(
    'UNAUTHORIZED',
    ({ wrong }: { wrong: keyof typeof wrongCredentials }) => wrongCredentials[wrong],
    { wrong: z.enum(namesOf(wrongCredentials)).describe('The wrong part of the credentials') },
  ),
  EMAIL_TAKEN: failure(
    'CONFLICT',
    'There is already an account with this e-mail address. Sign in, or use another address.',
  ),
  REFRESH_REUSED: failure(
    'UNAUTHORIZED',
    'This refresh token was used before, so the session was ended to be safe. Sign in again.',
  ),
  VERIFICATION_REQUIRED: failure(
    'FORBIDDEN',
    'The e-mail address is not verified yet. Request a code, redeem it, and send the verification token along.',
  ),
  COOKIE_UNAVAILABLE: failure(
    'UNPROCESSABLE_CONTENT',
    'This page is on another site than the shop, so the browser would drop the cookie. Sign in with mode bearer, or set ' +
      'COOKIE_SAME_SITE=none on the server.',
  ),
  CODE_INVALID: failure(
    'BAD_REQUEST',
    ({ attemptsLeft }: { attemptsLeft: number }) =>
      `The code is wrong. ${attemptsLeft > 0 ? 'Check the e-mail and try again.' : 'Request a new one.'}`,
    { attemptsLeft: z.number().int().describe('The guesses that are left for this code') },
  ),
  CODE_EXPIRED: failure('BAD_REQUEST', 'There is no active code for this address. Request a new one.'),
  CODE_LOCKED: failure('BAD_REQUEST', 'Too many wrong codes were entered. Request a new one.'),
  TOKEN_INVALID: failure('BAD_REQUEST', ({ wrong }: { wrong: keyof typeof invalidTokens }) => invalidTokens[wrong], {
    wrong: z.enum(namesOf(invalidTokens)).describe('The wrong part of the credentials'),
  }),
  LAST_ADMIN: failure('CONFLICT', 'This is the last admin, and a shop needs one. Make another account an admin first.'),
});
