import { createAdmin } from '@cartwright/api';
import { failureOf } from '@cartwright/kernel/failure-of';
import { ExpectedError } from '@cartwright/process';
import { issueLines, WrongUsage } from './exit.ts';
import { type OutputOptions, print } from './output.ts';
import { readPassword } from './password.ts';
import { withShop } from './shop.ts';

/** Opens an admin account. */
export async function createAdminCommand({
  email,
  name,
  ...output
}: OutputOptions & { email: string; name: string }): Promise<void> {
  await withShop({ tables: 'migrated' }, async (shop) => {
    const password = await readPassword();
    const admin = await createAdmin(shop, { email, name, password }).catch((error: unknown) => {
      throw explainRefusal(error);
    });
    const facts = { id: admin.id, email: admin.email, name: admin.name };
    print(facts, output, () => `${admin.name} can sign in as an admin with ${admin.email}.`);
  });
}

function explainRefusal(error: unknown): unknown {
  const failure = failureOf(error);
  const { code } = failure;
  if (code === 'EMAIL_TAKEN') return new ExpectedError('An account with this e-mail address already exists.');
  return code === 'VALIDATION' ? new WrongUsage(issueLines(failure).join('\n')) : error;
}
