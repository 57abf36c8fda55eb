import type { Tables } from '@cartwright/db';
import type { User } from '@cartwright/kernel/context';

/** The columns of a `User` and no others. A password hash that is never read cannot leak. */
export function userColumns({ users }: Tables) {
  return {
    id: users.id,
    email: users.email,
    name: users.name,
    role: users.role,
    groups: users.groups,
    emailVerifiedAt: users.emailVerifiedAt,
    cancelledOrders: users.cancelledOrders,
    createdAt: users.createdAt,
  };
}

export type UserRow = Omit<User, 'emailVerified' | 'groups'> & {
  readonly emailVerifiedAt: Date | null;
  readonly groups: unknown;
};

export function toUser({ emailVerifiedAt, groups, ...row }: UserRow): User {
  return { ...row, groups: groupsIn(groups), emailVerified: emailVerifiedAt !== null };
}

/** Reads stored groups. Runs in every call of a signed-in caller, so that it checks without zod. */
export function groupsIn(stored: unknown): string[] {
  return Array.isArray(stored) ? stored.filter((name) => typeof name === 'string') : [];
}
