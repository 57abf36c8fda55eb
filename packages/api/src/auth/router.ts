import { z } from 'zod';
import { customerProcedure, publicProcedure, router } from '../kernel/procedures.ts';
import { login } from './login.ts';
import { logout } from './logout.ts';
import { register } from './register.ts';
import { loginInput, refreshInput, registerInput, session, user } from './schema.ts';
import { refreshSession } from './sessions.ts';

export const authRouter = router({
  register: publicProcedure({
    rest: 'POST /auth/register',
    status: 201,
    summary: 'Open an account and sign in',
    failures: ['EMAIL_TAKEN'],
    limits: [{ name: 'register', points: 20, seconds: 60, by: ['ip'] }],
  })
    .input(registerInput)
    .output(session)
    .mutation(({ ctx, input }) => register(ctx, input)),

  login: publicProcedure({
    rest: 'POST /auth/login',
    summary: 'Sign in with e-mail address and password',
    failures: ['INVALID_CREDENTIALS'],
    limits: [{ name: 'login', points: 5, seconds: 60, by: ['ip', 'email'] }],
  })
    .input(loginInput)
    .output(session)
    .mutation(({ ctx, input }) => login(ctx, input)),

  refresh: publicProcedure({
    rest: 'POST /auth/refresh',
    summary: 'Exchange a refresh token for new tokens',
    description: 'A refresh token is good for one exchange. Used twice, it ends its session.',
    failures: ['INVALID_CREDENTIALS', 'REFRESH_REUSED'],
    limits: [{ name: 'refresh', points: 60, seconds: 60, by: ['ip'] }],
  })
    .input(refreshInput)
    .output(session)
    .mutation(({ ctx, input }) => refreshSession(ctx, input.refreshToken)),

  logout: customerProcedure({ rest: 'POST /auth/logout', status: 204, summary: 'End this session' })
    .output(z.void())
    .mutation(({ ctx }) => logout(ctx)),

  me: customerProcedure({ rest: 'GET /auth/me', summary: 'Read the account that is signed in' })
    .output(user)
    .query(({ ctx }) => ctx.signedIn.user),
});
