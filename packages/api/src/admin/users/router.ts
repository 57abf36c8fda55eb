import { adminProcedure, router } from '@cartwright/kernel/procedures';
import { erasedAccount, user } from '../../auth/index.ts';
import { endUserSessions } from './end-sessions.ts';
import { getUser } from './get.ts';
import { listUsers } from './list.ts';
import { removeUser } from './remove.ts';
import {
  endedSessions,
  listUsersInput,
  setGroupsInput,
  setRoleInput,
  userDetails,
  userInput,
  userPage,
} from './schema.ts';
import { setGroups } from './set-groups.ts';
import { setRole } from './set-role.ts';

/** Accounts, as admins see and end them. */
export const adminUsersRouter = router({
  list: adminProcedure({ rest: 'GET /admin/users', scope: 'users:read', summary: 'List the accounts, newest first' })
    .input(listUsersInput)
    .output(userPage)
    .query(({ ctx, input }) => listUsers(ctx, input)),

  get: adminProcedure({
    rest: 'GET /admin/users/{id}',
    scope: 'users:read',
    summary: 'Return an account with its orders and sessions',
    failures: ['NOT_FOUND'],
  })
    .input(userInput)
    .output(userDetails)
    .query(({ ctx, input }) => getUser(ctx, input)),

  setRole: adminProcedure({
    rest: 'PATCH /admin/users/{id}',
    scope: 'none',
    summary: 'Change the role of an account',
    description:
      'Takes effect with the next call of the account. If the account is no longer an admin, its API keys are revoked.',
    failures: ['NOT_FOUND', 'LAST_ADMIN'],
  })
    .input(setRoleInput)
    .output(user)
    .mutation(({ ctx, input }) => setRole(ctx, input)),

  setGroups: adminProcedure({
    rest: 'PUT /admin/users/{id}/groups',
    scope: 'none',
    summary: 'Set the customer groups of an account',
    description: 'Promotions can require a group. The new groups apply from the next call of the account on.',
    failures: ['NOT_FOUND'],
  })
    .input(setGroupsInput)
    .output(user)
    .mutation(({ ctx, input }) => setGroups(ctx, input)),

  remove: adminProcedure({
    rest: 'DELETE /admin/users/{id}',
    scope: 'none',
    summary: 'Erase an account, and keep its orders without personal data',
    failures: ['NOT_FOUND', 'LAST_ADMIN'],
  })
    .input(userInput)
    .output(erasedAccount)
    .mutation(({ ctx, input }) => removeUser(ctx, input)),

  endSessions: adminProcedure({
    rest: 'DELETE /admin/users/{id}/sessions',
    scope: 'none',
    summary: 'Sign an account out on every device',
    failures: ['NOT_FOUND'],
  })
    .input(userInput)
    .output(endedSessions)
    .mutation(({ ctx, input }) => endUserSessions(ctx, input)),
});
