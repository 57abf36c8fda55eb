import type { Tables } from '@cartwright/db';
import type { User } from '@cartwright/kernel/context';

/** The columns of a `User` and no others. A password hash that is never read cannot leak. */
export function userColumns({ users }: Tables) {
  return {
    id: users.id,
    email: users.email,
    name: users.name,
    role: users.role,
    emailVerifiedAt: users.emailVerifiedAt,
    cancelledOrders: users.cancelledOrders,
    createdAt: users.createdAt,
  };
}

export type UserRow = Omit<User, 'emailVerified'> & { readonly emailVerifiedAt: Date | null };

export function toUser({ emailVerifiedAt, ...row }: UserRow): User {
  return { ...row, emailVerified: emailVerifiedAt !== null };
}
