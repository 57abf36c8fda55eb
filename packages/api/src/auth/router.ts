import type { CallLimit } from '@cartwright/kernel/limit-calls';
import { customerProcedure, publicProcedure, router } from '@cartwright/kernel/procedures';
import { textStream } from '@cartwright/kernel/text-stream';
import { z } from 'zod';
import { createAddress, listAddresses, removeAddress, updateAddress } from './addresses.ts';
import { changeEmail } from './change-email.ts';
import { changePassword } from './change-password.ts';
import { confirmEmail } from './confirm-email.ts';
import { confirmErasure } from './confirm-erasure.ts';
import { deleteMe } from './delete-me.ts';
import { exportMe } from './export-me.ts';
import { listSessions } from './list-sessions.ts';
import { login } from './login.ts';
import { logout, logoutAll } from './logout.ts';
import { passwordGuesses } from './own-password.ts';
import { refresh } from './refresh.ts';
import { register } from './register.ts';
import { requestCode } from './request-code.ts';
import { requestErasure } from './request-erasure.ts';
import { requestPasswordReset } from './request-password-reset.ts';
import { resetPassword } from './reset-password.ts';
import { revokeSession } from './revoke-session.ts';
import * as schema from './schema.ts';
import { updateMe } from './update-me.ts';
import { verifyCode } from './verify-code.ts';

const hour = 60 * 60;
const day = 24 * hour;

/**
 * The limits of calls that name an account and need no session. A client that has signed in before has its own count,
 * so that strangers cannot lock out the owner. Other clients share a count for each network and address.
 */
const tries = (name: string, points: number): CallLimit[] => [
  { name: `${name} of known clients`, points, seconds: 60, by: ['device'] },
  { name, points, seconds: 60, by: ['ip'], of: 'unknown clients' },
  { name: `${name} an hour`, points: 50, seconds: hour, by: ['email'], of: 'unknown clients' },
];

/** This many e-mails a day fill no mailbox, and contain too few codes to guess one. */
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
    summary: 'Send a code that verifies an e-mail address',
    optionalSession: true,
    description:
      'The e-mail also carries a link that does the same. The answer is the same whether or not the address is known.',
    limits: [...tries('codes', 3), mailsADay('codes')],
  })
    .input(schema.emailInput)
    .output(schema.codeSent)
    .mutation(({ ctx, input }) => requestCode(ctx, input)),

  verifyCode: publicProcedure({
    rest: 'POST /auth/code/verify',
    summary: 'Verify an e-mail address with the code or the link of an e-mail',
    optionalSession: true,
    description:
      'A code has six digits, holds for 10 minutes, takes 5 guesses and works once. An address has at most five active codes, and using one ends the others.',
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
    description:
      'A replay with the same `Idempotency-Key` opens no second account and shows no tokens. Sign in instead.',
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
    summary: 'Exchange a refresh token for new tokens, or extend the session of a cookie',
    description:
      'A refresh token works once. For 10 seconds a repetition returns the same tokens, unless they were exchanged already, so ' +
      'that a lost answer costs nothing. Any later use ends the session.',
    failures: ['INVALID_CREDENTIALS', 'REFRESH_REUSED', 'UNAUTHENTICATED'],
    limits: [{ name: 'refresh', points: 60, seconds: 60, by: ['ip'] }],
  })
    .input(schema.refreshInput)
    .output(schema.session)
    .mutation(({ ctx, input }) => refresh(ctx, input)),

  logout: customerProcedure({ rest: 'POST /auth/logout', status: 204, summary: 'Sign out of this session' })
    .output(z.void())
    .mutation(({ ctx }) => logout(ctx)),

  logoutAll: customerProcedure({ rest: 'POST /auth/logout-all', status: 204, summary: 'Sign out on every device' })
    .output(z.void())
    .mutation(({ ctx }) => logoutAll(ctx)),

  sessions: router({
    list: customerProcedure({ rest: 'GET /auth/sessions', summary: 'List the sessions of the account, by device' })
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

  me: customerProcedure({ rest: 'GET /auth/me', summary: 'Return the account that is signed in' })
    .output(schema.user)
    .query(({ ctx }) => ctx.signedIn.user),

  updateMe: customerProcedure({ rest: 'PATCH /auth/me', summary: 'Update the account that is signed in' })
    .input(schema.updateMeInput)
    .output(schema.user)
    .mutation(({ ctx, input }) => updateMe(ctx, input)),

  changePassword: customerProcedure({
    rest: 'POST /auth/password',
    marksDevice: true,
    status: 204,
    summary: 'Change the password and end all other sessions',
    failures: ['INVALID_CREDENTIALS', 'COOKIE_UNAVAILABLE'],
    limits: [passwordGuesses],
  })
    .input(schema.changePasswordInput)
    .output(z.void())
    .mutation(({ ctx, input }) => changePassword(ctx, input)),

  changeEmail: customerProcedure({
    rest: 'POST /auth/email',
    status: 202,
    summary: 'Send a code to another address that the account is to get',
    description:
      'The address changes when `auth.confirmEmail` proves it. The answer is the same whether or not another account has it.',
    failures: ['INVALID_CREDENTIALS'],
    limits: [passwordGuesses, { name: 'new addresses a day', points: 20, seconds: day, by: ['user', 'email'] }],
  })
    .input(schema.changeEmailInput)
    .output(schema.codeSent)
    .mutation(({ ctx, input }) => changeEmail(ctx, input)),

  confirmEmail: publicProcedure({
    rest: 'POST /auth/email/confirm',
    summary: 'Give the account its new address with the code or the link of an e-mail',
    description:
      'Needs no session, because a link may open in another browser. The former address is told, and all sessions go on. News ' +
      'about open orders goes to the new address.',
    failures: ['CODE_INVALID', 'CODE_EXPIRED', 'CODE_LOCKED', 'TOKEN_INVALID', 'EMAIL_TAKEN'],
    limits: [{ name: 'confirm address', points: 60, seconds: 60, by: ['ip'] }],
  })
    .input(schema.verifyCodeInput)
    .output(schema.user)
    .mutation(({ ctx, input }) => confirmEmail(ctx, input)),

  requestPasswordReset: publicProcedure({
    rest: 'POST /auth/password/forgot',
    status: 202,
    summary: 'Send a link that sets a new password',
    optionalSession: true,
    description: 'The answer is the same whether or not the address is known.',
    limits: [...tries('reset', 3), mailsADay('reset')],
  })
    .input(schema.emailInput)
    .output(z.void())
    .mutation(({ ctx, input }) => requestPasswordReset(ctx, input)),

  resetPassword: publicProcedure({
    rest: 'POST /auth/password/reset',
    marksDevice: true,
    status: 204,
    summary: 'Set a new password with the token of an e-mail, and end all sessions',
    failures: ['TOKEN_INVALID'],
    limits: [{ name: 'reset with token', points: 20, seconds: 60, by: ['ip'] }],
  })
    .input(schema.resetPasswordInput)
    .output(z.void())
    .mutation(({ ctx, input }) => resetPassword(ctx, input)),

  requestErasure: publicProcedure({
    rest: 'POST /auth/erasure',
    status: 202,
    summary: 'Send a code that exports or erases the orders of a guest',
    description:
      'For customers without an account; an account uses `auth.exportMe` and `auth.deleteMe`. The e-mail also carries a link. The ' +
      'answer is the same whether or not the address has orders.',
    limits: [...tries('erasure', 3), mailsADay('erasure')],
  })
    .input(schema.emailInput)
    .output(schema.codeSent)
    .mutation(({ ctx, input }) => requestErasure(ctx, input)),

  confirmErasure: publicProcedure({
    rest: 'POST /auth/erasure/confirm',
    summary: 'Export or erase the orders of a guest with the code or the link of an e-mail',
    description:
      'An open order keeps its name and addresses until it is delivered, or cancelled and refunded. Unpaid orders are cancelled. Each ' +
      'code and token works once; an export returns the token for the next call.',
    failures: ['CODE_INVALID', 'CODE_EXPIRED', 'CODE_LOCKED', 'TOKEN_INVALID'],
    limits: [{ name: 'confirm erasure', points: 60, seconds: 60, by: ['ip'] }],
  })
    .input(schema.confirmErasureInput)
    .output(schema.guestData)
    .mutation(({ ctx, input }) => confirmErasure(ctx, input)),

  addresses: router({
    list: customerProcedure({ rest: 'GET /auth/addresses', summary: 'List the addresses of the account' })
      .input(schema.pageOnlyInput)
      .output(schema.addressPage)
      .query(({ ctx, input }) => listAddresses(ctx, input)),

    create: customerProcedure({
      rest: 'POST /auth/addresses',
      status: 201,
      location: '/auth/addresses',
      idempotent: true,
      summary: 'Add an address to the account',
    })
      .input(schema.createAddressInput)
      .output(schema.savedAddress)
      .mutation(({ ctx, input }) => createAddress(ctx, input)),

    update: customerProcedure({
      rest: 'PATCH /auth/addresses/{id}',
      summary: 'Update an address of the account',
      failures: ['NOT_FOUND'],
    })
      .input(schema.updateAddressInput)
      .output(schema.savedAddress)
      .mutation(({ ctx, input }) => updateAddress(ctx, input)),

    remove: customerProcedure({
      rest: 'DELETE /auth/addresses/{id}',
      status: 204,
      summary: 'Remove an address from the account',
      failures: ['NOT_FOUND'],
    })
      .input(schema.idInput)
      .output(z.void())
      .mutation(({ ctx, input }) => removeAddress(ctx, input)),
  }),

  exportMe: customerProcedure({
    rest: 'GET /auth/me/export',
    summary: 'Download all data that the shop stores about the account',
    streams: 'application/json',
    document: schema.personalData,
  })
    .output(textStream)
    .query(({ ctx }) => exportMe(ctx)),

  deleteMe: customerProcedure({
    rest: 'DELETE /auth/me',
    summary: 'Erase the account, and keep its orders without personal data',
    description:
      'An open order keeps its name and address until it is delivered, or cancelled and refunded, and the shop still sends e-mail about it.',
    failures: ['INVALID_CREDENTIALS', 'LAST_ADMIN'],
    limits: [passwordGuesses],
  })
    .input(schema.deleteMeInput)
    .output(schema.erasedAccount)
    .mutation(({ ctx, input }) => deleteMe(ctx, input)),
});
