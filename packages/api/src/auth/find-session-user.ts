import type { Context, User } from '@cartwright/kernel/context';
import { failureOf } from '@cartwright/kernel/failure-of';

/**
 * Finds the user of the session that came with a public call, for procedures with `optionalSession`. An invalid token
 * counts as none, and so does an API key.
 */
export async function findPerson(ctx: Context): Promise<User | undefined> {
  try {
    const caller = await ctx.identify();
    return caller && !caller.key ? caller.user : undefined;
  } catch (error) {
    if (failureOf(error).code !== 'UNAUTHENTICATED') throw error;
    return undefined;
  }
}
