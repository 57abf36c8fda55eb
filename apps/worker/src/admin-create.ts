import { createAdmin, Failure, failureOf } from '@cartwright/api';
import { ExpectedError } from '@cartwright/process';
import { readPassword } from './password.ts';
import { refuseUnmigrated, withShop } from './shop.ts';

export async function createAdminCommand(options: { email: string; name: string }): Promise<void> {
  await withShop(async (shop) => {
    await refuseUnmigrated(shop);
    const password = await readPassword();
    try {
      const admin = await createAdmin(shop, { ...options, password });
      console.log(`${admin.name} can sign in as an admin with ${admin.email}.`);
    } catch (error) {
      throw explainRefusal(error);
    }
  });
}

function explainRefusal(error: unknown): unknown {
  const failure = failureOf(error);
  if (failure.code === 'EMAIL_TAKEN') return new ExpectedError('There is an account with this e-mail address already.');
  if (failure.code !== 'VALIDATION') return error instanceof Failure ? new ExpectedError(failure.message) : error;
  const issues = failure.facts['issues'] as { path: string; message: string }[];
  return new ExpectedError(issues.map(({ path, message }) => `${path}: ${message}`).join('\n'));
}
