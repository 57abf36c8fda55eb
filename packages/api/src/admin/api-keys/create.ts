import { recordAudit } from '@cartwright/kernel/audit';
import type { UserContext } from '@cartwright/kernel/context';
import { kernelFailures } from '@cartwright/kernel/failures';
import { idempotently, type Recall } from '@cartwright/kernel/idempotency';
import { newId } from '@cartwright/kernel/ids';
import { confirmOwnPassword, lockAdmins, newApiKey } from '../../auth/index.ts';
import { readApiKey } from './list.ts';
import type { CreateApiKeyInput, CreatedApiKey } from './schema.ts';

/**
 * Creates an API key. It acts in the name of its creator, for as long as the creator is an admin.
 *
 * The key is shown once. A replay answers without the key, and says so.
 *
 * @throws INVALID_CREDENTIALS the password is wrong
 * @throws VALIDATION the key would already have expired
 */
export async function createApiKey(ctx: UserContext, input: CreateApiKeyInput): Promise<CreatedApiKey> {
  const { shop, signedIn } = ctx;
  const { name, expiresAt = null } = input;
  const { user } = signedIn;
  const at = shop.clock.now();
  await confirmOwnPassword(ctx, input.password);
  const scopes = [...new Set(input.scopes)].sort();
  const { key, prefix, keyHash } = newApiKey(shop);
  const id = newId();
  const recall: Recall<CreatedApiKey> = {
    mark: (created) => created.id,
    read: async (madeId) => ({ ...(await readApiKey(shop.db.read, madeId ?? '')), keyShown: false }),
  };
  return idempotently(ctx, { input, recall }, async (tx) => {
    const { apiKeys } = tx.tables;
    if (expiresAt && expiresAt <= at) {
      const issue = { path: 'expiresAt', message: 'Enter a time in the future.', code: 'too_small' };
      throw kernelFailures.VALIDATION({ issues: [issue] });
    }
    // An admin that loses the role concurrently gets no key, because the key would work again with the role.
    if (!(await lockAdmins(tx)).includes(user.id)) throw kernelFailures.FORBIDDEN({ reason: 'role' });
    await tx.insert(apiKeys).values({ id, userId: user.id, name, prefix, keyHash, scopes, expiresAt, createdAt: at });
    recordAudit(tx, ctx, {
      target: { type: 'api key', id, label: prefix },
      before: null,
      after: { name, scopes, expiresAt },
    });
    return { ...(await readApiKey(tx, id)), key, keyShown: true };
  });
}
