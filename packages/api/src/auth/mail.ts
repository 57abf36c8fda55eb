import { and, eq, gt } from 'drizzle-orm';
import type { Shop } from '../kernel/shop.ts';
import { emailCode, type MailContent, passwordReset, sendOnce } from '../mail/index.ts';
import { keysOf } from './api-keys.ts';
import { codeOf, type Proof, proofLifetimes, tokenOf } from './proofs.ts';

/**
 * Mails what proves an address, as long as it counts: a proof that was used, replaced or has expired is not mailed any
 * more, and nobody gets a link for an account that does not exist.
 */
export async function sendProofMail(shop: Shop, proofId: string): Promise<void> {
  const { db, clock } = shop;
  const { emailProofs } = db.tables;
  const [proof] = await db.read
    .select()
    .from(emailProofs)
    .where(and(eq(emailProofs.id, proofId), gt(emailProofs.expiresAt, clock.now())));
  if (!proof) return;
  await sendOnce(shop, { subjectId: proof.id, template: proof.purpose, expiresAt: proof.expiresAt }, async () => {
    const content = await contentOf(shop, proof);
    return content && { to: proof.email, bound: 'proof', ...content };
  });
}

async function contentOf(shop: Shop, proof: Proof): Promise<MailContent | undefined> {
  const { storeName, storeUrl } = shop.settings;
  const token = tokenOf(shop, proof);
  const validMinutes = proofLifetimes[proof.purpose];
  const account = await findAccount(shop, proof.emailKey);
  const takesAccount = account !== undefined && !account.emailVerifiedAt && account.id !== proof.askedBy;
  switch (proof.purpose) {
    case 'code':
      return emailCode({
        storeName,
        storeUrl,
        code: codeOf(shop, proof),
        link: `${storeUrl}/verify-email?token=${token}`,
        validMinutes,
        takesAccount,
      });
    case 'reset':
      if (!account) return undefined;
      return passwordReset({
        storeName,
        storeUrl,
        link: `${storeUrl}/reset-password?token=${token}`,
        validMinutes,
        takesAccount,
        // An account that is taken loses its keys. What its maker called them has no place in a mail to an unproven address.
        apiKeys: account.emailVerifiedAt ? await keysOf(shop, account.id) : [],
      });
    case 'verification':
      return undefined;
  }
}

async function findAccount({ db }: Shop, emailKey: string) {
  const { users } = db.tables;
  const [account] = await db.read
    .select({ id: users.id, emailVerifiedAt: users.emailVerifiedAt })
    .from(users)
    .where(eq(users.emailKey, emailKey));
  return account;
}
