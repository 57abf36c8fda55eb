import { z } from 'zod';
import type { CallLimit } from '../kernel/limit-calls.ts';
import { customerProcedure, publicProcedure, router } from '../kernel/procedures.ts';
import { textStream } from '../kernel/text-stream.ts';
import { createAddress, listAddresses, removeAddress, updateAddress } from './addresses.ts';
import { changePassword } from './change-password.ts';
import { deleteMe } from './delete-me.ts';
import { exportMe } from './export-me.ts';
import { listSessions } from './list-sessions.ts';
import { login } from './login.ts';
import { logout, logoutAll } from './logout.ts';
import { passwordGuesses } from './own-password.ts';
import { refresh } from './refresh.ts';
import { register } from './register.ts';
import { requestCode } from './request-code.ts';
import { requestPasswordReset } from './request-password-reset.ts';
import { resetPassword } from './reset-password.ts';
import { revokeSession } from './revoke-session.ts';
import * as schema from './schema.ts';
import { updateMe } from './update-me.ts';
import { verifyCode } from './verify-code.ts';

const hour = 60 * 60;
const day = 24 * hour;

/**
 * Calls that name an account and need no session. A client that has signed in to it before has a count of its own, so
 * that strangers cannot keep the owner out. All others share one for each network and one for each address.
 */
const tries = (name: string, points: number): CallLimit[] => [
  { name: `${name} of known clients`, points, seconds: 60, by: ['device'] },
  { name, points, seconds: 60, by: ['ip'], of: 'unknown clients' },
  { name: `${name} an hour`, points: 50, seconds: hour, by: ['email'], of: 'unknown clients' },
];

/** So many mails in a day fill no mailbox, and hold too few codes to guess one. */
const mailsADay = (name: string): CallLimit => ({
  name: `${name} a day`,
  points: 100,
  seconds: day,
  by: ['email', 'device'],
});

export const authRouter = router({
  requestCode: publicProcedure({
    rest: 'POST /auth/code',
    status: 202,
    summary: 'Mail a code that verifies an e-mail address',
    optionalSession: true,
    description:
      'The mail carries a link that does the same. The answer does not depend on whether the address is known.',
    limits: [...tries('codes', 3), mailsADay('codes')],
  })
    .input(schema.emailInput)
    .output(schema.codeSent)
    .mutation(({ ctx, input }) => requestCode(ctx, input)),

  verifyCode: publicProcedure({
    rest: 'POST /auth/code/verify',
    summary: 'Redeem the code, or the link, of a mail',
    optionalSession: true,
    description:
      'Codes are six digits, hold for 10 minutes, take 5 guesses, and count once. Up to five of an address hold at the same time; using one ends the others.',
    failures: ['CODE_INVALID', 'CODE_EXPIRED', 'CODE_LOCKED', 'TOKEN_INVALID'],
    limits: [{ name: 'verify', points: 300, seconds: 60, by: ['ip'] }],
  })
    .input(schema.verifyCodeInput)
    .output(schema.verification)
    .mutation(({ ctx, input }) => verifyCode(ctx, input)),

  register: publicProcedure({
    rest: 'POST /auth/register',
    marksDevice: true,
    status: 201,
    location: '/auth/me',
    idempotent: true,
    summary: 'Open an account and sign in',
    description: 'Sent again with its Idempotency-Key it opens no second account, and shows no tokens again: sign in.',
    failures: ['EMAIL_TAKEN', 'VERIFICATION_REQUIRED', 'TOKEN_INVALID', 'INVALID_CREDENTIALS', 'COOKIE_UNAVAILABLE'],
    limits: [{ name: 'register', points: 20, seconds: 60, by: ['ip'] }],
  })
    .input(schema.registerInput)
    .output(schema.session)
    .mutation(({ ctx, input }) => register(ctx, input)),

  login: publicProcedure({
    rest: 'POST /auth/login',
    marksDevice: true,
    summary: 'Sign in with e-mail address and password',
    failures: ['INVALID_CREDENTIALS', 'COOKIE_UNAVAILABLE'],
    limits: tries('login', 5),
  })
    .input(schema.loginInput)
    .output(schema.session)
    .mutation(({ ctx, input }) => login(ctx, input)),

  refresh: publicProcedure({
    rest: 'POST /auth/refresh',
    summary: 'Exchange a refresh token for new tokens, or prolong the session of a cookie',
    description:
      'A refresh token is good for one exchange. For 10 seconds a repetition gets the same tokens again, unless they were ' +
      'exchanged already, so that a lost answer costs nothing. Any later use of it ends the session.',
    failures: ['INVALID_CREDENTIALS', 'REFRESH_REUSED', 'UNAUTHENTICATED'],
    limits: [{ name: 'refresh', points: 60, seconds: 60, by: ['ip'] }],
  })
    .input(schema.refreshInput)
    .output(schema.session)
    .mutation(({ ctx, input }) => refresh(ctx, input)),

  logout: customerProcedure({ rest: 'POST /auth/logout', status: 204, summary: 'End this session' })
    .output(z.void())
    .mutation(({ ctx }) => logout(ctx)),

  logoutAll: customerProcedure({ rest: 'POST /auth/logout-all', status: 204, summary: 'Sign out on every device' })
    .output(z.void())
    .mutation(({ ctx }) => logoutAll(ctx)),

  sessions: router({
    list: customerProcedure({ rest: 'GET /auth/sessions', summary: 'List the devices that are signed in' })
      .input(schema.pageOnlyInput)
      .output(schema.devicePage)
      .query(({ ctx, input }) => listSessions(ctx, input)),

    revoke: customerProcedure({
      rest: 'DELETE /auth/sessions/{id}',
      status: 204,
      summary: 'Sign a device out',
      failures: ['NOT_FOUND'],
    })
      .input(schema.idInput)
      .output(z.void())
      .mutation(({ ctx, input }) => revokeSession(ctx, input)),
  }),

  me: customerProcedure({ rest: 'GET /auth/me', summary: 'Read the account that is signed in' })
    .output(schema.user)
    .query(({ ctx }) => ctx.signedIn.user),

  updateMe: customerProcedure({ rest: 'PATCH /auth/me', summary: 'Change the account that is signed in' })
    .input(schema.updateMeInput)
    .output(schema.user)
    .mutation(({ ctx, input }) => updateMe(ctx, input)),

  changePassword: customerProcedure({
    rest: 'POST /auth/password',
    marksDevice: true,
    status: 204,
    summary: 'Choose a new password, which ends all other sessions',
    failures: ['INVALID_CREDENTIALS', 'COOKIE_UNAVAILABLE'],
    limits: [passwordGuesses],
  })
    .input(schema.changePasswordInput)
    .output(z.void())
    .mutation(({ ctx, input }) => changePassword(ctx, input)),

  requestPasswordReset: publicProcedure({
    rest: 'POST /auth/password/forgot',
    status: 202,
    summary: 'Mail a link that sets a new password',
    optionalSession: true,
    description: 'The answer does not depend on whether the address is known.',
    limits: [...tries('reset', 3), mailsADay('reset')],
  })
    .input(schema.emailInput)
    .output(z.void())
    .mutation(({ ctx, input }) => requestPasswordReset(ctx, input)),

  resetPassword: publicProcedure({
    rest: 'POST /auth/password/reset',
    marksDevice: true,
    status: 204,
    summary: 'Set a new password with the token of a mail, which ends all sessions',
    failures: ['TOKEN_INVALID'],
    limits: [{ name: 'reset with token', points: 20, seconds: 60, by: ['ip'] }],
  })
    .input(schema.resetPasswordInput)
    .output(z.void())
    .mutation(({ ctx, input }) => resetPassword(ctx, input)),

  addresses: router({
    list: customerProcedure({ rest: 'GET /auth/addresses', summary: 'Read the address book' })
      .input(schema.pageOnlyInput)
      .output(schema.addressPage)
      .query(({ ctx, input }) => listAddresses(ctx, input)),

    create: customerProcedure({
      rest: 'POST /auth/addresses',
      status: 201,
      location: '/auth/addresses',
      idempotent: true,
      summary: 'Add an address',
    })
      .input(schema.createAddressInput)
      .output(schema.savedAddress)
      .mutation(({ ctx, input }) => createAddress(ctx, input)),

    update: customerProcedure({
      rest: 'PATCH /auth/addresses/{id}',
      summary: 'Change an address',
      failures: ['NOT_FOUND'],
    })
      .input(schema.updateAddressInput)
      .output(schema.savedAddress)
      .mutation(({ ctx, input }) => updateAddress(ctx, input)),

    remove: customerProcedure({
      rest: 'DELETE /auth/addresses/{id}',
      status: 204,
      summary: 'Take an address out',
      failures: ['NOT_FOUND'],
    })
      .input(schema.idInput)
      .output(z.void())
      .mutation(({ ctx, input }) => removeAddress(ctx, input)),
  }),

  exportMe: customerProcedure({
    rest: 'GET /auth/me/export',
    summary: 'Read everything that the shop stores about the account',
    streams: 'application/json',
    document: schema.personalData,
  })
    .output(textStream)
    .query(({ ctx }) => exportMe(ctx)),

  deleteMe: customerProcedure({
    rest: 'DELETE /auth/me',
    summary: 'Erase the account; orders stay without the person',
    description:
      'What an open order needs stays until it is delivered, or cancelled and refunded: mails about it still come.',
    failures: ['INVALID_CREDENTIALS', 'LAST_ADMIN'],
    limits: [passwordGuesses],
  })
    .input(schema.deleteMeInput)
    .output(schema.erasedAccount)
    .mutation(({ ctx, input }) => deleteMe(ctx, input)),
});
