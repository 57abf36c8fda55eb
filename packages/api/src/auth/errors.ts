import { defineFailures, failure } from '../kernel/failures.ts';

export const authFailures = defineFailures({
  INVALID_CREDENTIALS: failure('UNAUTHORIZED', 'The e-mail address or the password is wrong.'),
  EMAIL_TAKEN: failure('CONFLICT', 'There is an account with this e-mail address. Sign in instead.'),
  REFRESH_REUSED: failure(
    'UNAUTHORIZED',
    'This refresh token was used before, so the session was ended to be safe. Sign in again.',
  ),
});
