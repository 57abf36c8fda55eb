import type { Context, User } from '../kernel/context.ts';
import { failureOf } from '../kernel/failure-of.ts';

/**
 * The user whose session came along with a public call, for procedures with `optionalSession`. A token that is not valid
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
