import type { Transaction } from '@cartwright/db';
import type { User } from '@cartwright/kernel/context';
import { derive } from '@cartwright/kernel/derive';
import { emailKey } from '@cartwright/kernel/fields';
import { newId, sameSecret } from '@cartwright/kernel/ids';
import type { Shop } from '@cartwright/kernel/shop';
import { and, desc, eq, gt, gte, inArray, lte, sql } from 'drizzle-orm';

const minute = 60_000;

/** Minutes. */
export const proofLifetimes = {
  code: 10,
  verification: 60,
  reset: 60,
  erasure: 60,
  email: 60,
  former_email: 24 * 60,
} as const;

export type ProofPurpose = keyof typeof proofLifetimes;

export interface Proof {
  readonly id: string;
  readonly purpose: ProofPurpose;
  /** The address in its original spelling. */
  readonly email: string;
  readonly emailKey: string;
  /** The user whose own session requested the proof of their address, or of the one that they want. */
  readonly askedBy: string | null;
  readonly expiresAt: Date;
}

/** The number of wrong guesses that end a code. */
export const maxAttempts = 5;

/** The slots for proofs of one purpose and address. Requests from the address's own session have separate slots. */
const slots = { own: [5, 6, 7], others: [0, 1, 2, 3, 4] };

/**
 * Begins a proof that a person reads the e-mails of `email`. Older proofs stay valid, so that a stranger's requests
 * void none. If all slots are in use, it returns the newest proof, whose e-mail was sent already.
 *
 * @param askedBy the signed-in user, which counts if the address is that user's own or the one that the account gets
 */
export async function issueProof(
  shop: Shop,
  tx: Transaction,
  purpose: ProofPurpose,
  email: string,
  askedBy?: Pick<User, 'id' | 'email'>,
): Promise<Proof> {
  const { emailProofs } = tx.tables;
  const createdAt = shop.clock.now();
  const expiresAt = new Date(createdAt.getTime() + proofLifetimes[purpose] * minute);
  const key = emailKey(email);
  const isOwn = askedBy !== undefined && (purpose === 'email' || emailKey(askedBy.email) === key);
  const fresh = { id: newId(), email, askedBy: isOwn ? askedBy.id : null, attempts: 0, createdAt, expiresAt };
  const usable = slots[isOwn && purpose !== 'email' ? 'own' : 'others'];
  for (const slot of usable) {
    const [proof] = await tx
      .insert(emailProofs)
      .values({ ...fresh, purpose, emailKey: key, slot })
      .onConflictDoUpdate({
        target: [emailProofs.purpose, emailProofs.emailKey, emailProofs.slot],
        set: fresh,
        // An expired proof, or one without guesses left, makes room.
        setWhere: sql`${lte(emailProofs.expiresAt, createdAt)} or ${gte(emailProofs.attempts, maxAttempts)}`,
      })
      .returning();
    if (proof) return proof;
  }
  const [newest] = await tx
    .select()
    .from(emailProofs)
    .where(and(ofAddress(tx, purpose, key), inArray(emailProofs.slot, usable)))
    .orderBy(desc(emailProofs.createdAt), desc(emailProofs.id))
    .limit(1);
  // All proofs were used in between.
  return newest ?? issueProof(shop, tx, purpose, email, askedBy);
}

/**
 * Uses up the proof of `token`, and ends the others of its address and purpose.
 *
 * @returns undefined when the token is forged, used, ended by another, or too old
 */
export async function takeProof(
  shop: Shop,
  tx: Transaction,
  purpose: ProofPurpose,
  token: string,
): Promise<Proof | undefined> {
  const id = proofIdIn(shop, purpose, token);
  if (id === undefined) return undefined;
  const { emailProofs } = tx.tables;
  const [proof] = await tx
    .delete(emailProofs)
    .where(and(eq(emailProofs.id, id), eq(emailProofs.purpose, purpose), gt(emailProofs.expiresAt, shop.clock.now())))
    .returning();
  if (proof) await endProofs(tx, purpose, proof.emailKey);
  return proof;
}

/** Ends every proof of an address for a purpose. */
export async function endProofs(tx: Transaction, purpose: ProofPurpose, emailKey: string): Promise<void> {
  await tx.delete(tx.tables.emailProofs).where(ofAddress(tx, purpose, emailKey));
}

function ofAddress({ tables: { emailProofs } }: Transaction, purpose: ProofPurpose, emailKey: string) {
  return and(eq(emailProofs.purpose, purpose), eq(emailProofs.emailKey, emailKey));
}

/** The secret of a proof for a link: its id and a signature that only SECRET_KEY can make. */
export function tokenOf(shop: Shop, { id, purpose }: Pick<Proof, 'id' | 'purpose'>): string {
  const bytes = Buffer.from(id.replaceAll('-', ''), 'hex');
  return Buffer.concat([bytes, derive(shop, `${purpose} token`, id)]).toString('base64url');
}

/** The secret of a proof for people: six digits. */
export function codeOf(shop: Shop, { id }: Pick<Proof, 'id'>): string {
  const number = derive(shop, 'code', id).readUIntBE(0, 6) % 1_000_000;
  return String(number).padStart(6, '0');
}

/** Tells whether this shop made the token, even if it has expired since. Costs only a hash. */
export function isGenuineToken(shop: Shop, purpose: ProofPurpose, token: string): boolean {
  return proofIdIn(shop, purpose, token) !== undefined;
}

function proofIdIn(shop: Shop, purpose: ProofPurpose, token: string): string | undefined {
  const hex = Buffer.from(token, 'base64url').subarray(0, 16).toString('hex');
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return sameSecret(token, tokenOf(shop, { id, purpose })) ? id : undefined;
}
