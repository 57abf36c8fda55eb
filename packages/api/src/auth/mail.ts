import type { Shop } from '@cartwright/kernel/shop';
import { and, eq, gt } from 'drizzle-orm';
import {
  emailChanged,
  emailCode,
  guestErasure,
  type MailContent,
  newEmail,
  passwordReset,
  sendOnce,
} from '../mail/index.ts';
import { keysOf } from './api-keys.ts';
import { codeOf, type Proof, proofLifetimes, tokenOf } from './proofs.ts';

/**
 * Sends the e-mail of a proof while the proof is valid. A used, replaced or expired proof is not sent, and an address
 * without an account gets no reset link.
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
        // A claimed account loses its keys, and an e-mail to an unproven address must not contain names that its maker
        // chose.
        apiKeys: account.emailVerifiedAt ? await keysOf(shop, account.id) : [],
      });
    case 'email':
      return newEmail({
        storeName,
        storeUrl,
        code: codeOf(shop, proof),
        link: `${storeUrl}/confirm-email?token=${token}`,
        validMinutes,
      });
    case 'former_email':
      return emailChanged({ storeName, storeUrl });
    case 'erasure':
      return guestErasure({
        storeName,
        storeUrl,
        code: codeOf(shop, proof),
        link: `${storeUrl}/erase-data?token=${token}`,
        validMinutes,
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
