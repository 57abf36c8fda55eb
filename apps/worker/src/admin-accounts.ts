import { demoteAdmin, promoteAdmin, resetAdminPassword } from '@cartwright/api';
import { failureOf } from '@cartwright/kernel/failure-of';
import type { Shop } from '@cartwright/kernel/shop';
import { ExpectedError } from '@cartwright/process';
import { issueLines, WrongUsage } from './exit.ts';
import { count, type OutputOptions, print } from './output.ts';
import { readPassword } from './password.ts';
import { withShop } from './shop.ts';

type AccountOptions = OutputOptions & { readonly email: string };

/** Makes an account an admin. */
export function promoteAdminCommand({ email, ...output }: AccountOptions): Promise<void> {
  return change('account', async (shop) => {
    const { user, isChanged } = await promoteAdmin(shop, { email });
    print({ id: user.id, email: user.email, role: user.role, changed: isChanged }, output, () =>
      isChanged ? `${user.email} is now an admin.` : `${user.email} is already an admin. Nothing was changed.`,
    );
  });
}

/** Makes an admin a customer again. */
export function demoteAdminCommand({ email, ...output }: AccountOptions): Promise<void> {
  return change('account', async (shop) => {
    const { user, isChanged } = await demoteAdmin(shop, { email });
    print({ id: user.id, email: user.email, role: user.role, changed: isChanged }, output, () =>
      isChanged
        ? `${user.email} is now a customer. The API keys of the account were revoked.`
        : `${user.email} is already a customer. Nothing was changed.`,
    );
  });
}

/** Sets a new password for an admin. */
export function resetAdminPasswordCommand({ email, ...output }: AccountOptions): Promise<void> {
  return change('admin', async (shop) => {
    const password = await readPassword();
    const { user, endedSessions } = await resetAdminPassword(shop, { email, password });
    print({ id: user.id, email: user.email, endedSessions }, output, () =>
      [
        `${user.email} has a new password. ${count(endedSessions, 'session')} ended.`,
        'API keys are unchanged. Revoke the keys that this admin does not recognise.',
      ].join('\n'),
    );
  });
}

async function change(kind: 'account' | 'admin', work: (shop: Shop) => Promise<void>): Promise<void> {
  await withShop({ tables: 'migrated' }, async (shop) => {
    try {
      await work(shop);
    } catch (error) {
      throw explainRefusal(error, kind);
    }
  });
}

function explainRefusal(error: unknown, kind: string): unknown {
  if (error instanceof ExpectedError) return error;
  const failure = failureOf(error);
  switch (failure.code) {
    case 'NOT_FOUND':
      return new ExpectedError(`There is no ${kind} with this e-mail address.`);
    case 'LAST_ADMIN':
      return new ExpectedError(failure.message);
    case 'VALIDATION':
      return new WrongUsage(issueLines(failure).join('\n'));
    default:
      return error;
  }
}
