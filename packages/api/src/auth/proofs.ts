import { timingSafeEqual } from 'node:crypto';
import type { Transaction } from '@cartwright/db';
import { and, eq, gt } from 'drizzle-orm';
import type { User } from '../kernel/context.ts';
import { emailKey } from '../kernel/fields.ts';
import { newId } from '../kernel/ids.ts';
import type { Shop } from '../kernel/shop.ts';
import { derive } from './derive.ts';

const minute = 60_000;

/** In minutes. */
export const proofLifetimes = { code: 10, verification: 60, reset: 60 } as const;

export type ProofPurpose = keyof typeof proofLifetimes;

export interface Proof {
  readonly id: string;
  readonly purpose: ProofPurpose;
  /** As it was written. */
  readonly email: string;
  readonly emailKey: string;
  /** The user whose session asked for the proof of their own address. */
  readonly askedBy: string | null;
  readonly expiresAt: Date;
}

/**
 * Begins a proof that somebody reads the mails of `email`. An older one for the same purpose is void from here on.
 *
 * @param askedBy the user who is signed in; counts where the address is that user's own
 */
export async function issueProof(
  { clock }: Shop,
  tx: Transaction,
  purpose: ProofPurpose,
  email: string,
  askedBy?: Pick<User, 'id' | 'email'>,
): Promise<Proof> {
  const { emailProofs } = tx.tables;
  const createdAt = clock.now();
  const expiresAt = new Date(createdAt.getTime() + proofLifetimes[purpose] * minute);
  const key = emailKey(email);
  const isOwn = askedBy !== undefined && emailKey(askedBy.email) === key;
  const fresh = { id: newId(), email, askedBy: isOwn ? askedBy.id : null, attempts: 0, createdAt, expiresAt };
  const proof = { ...fresh, purpose, emailKey: key };
  await tx
    .insert(emailProofs)
    .values(proof)
    .onConflictDoUpdate({ target: [emailProofs.purpose, emailProofs.emailKey], set: fresh });
  return proof;
}

/**
 * Takes the proof that `token` belongs to: it counts once.
 *
 * @returns undefined when the token is forged, used, replaced by a newer one, or too old
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
  return proof;
}

/** The secret of a proof, for a link: its id and a signature that only SECRET_KEY can make. */
export function tokenOf(shop: Shop, { id, purpose }: Pick<Proof, 'id' | 'purpose'>): string {
  const bytes = Buffer.from(id.replaceAll('-', ''), 'hex');
  return Buffer.concat([bytes, derive(shop, `${purpose} token`, id)]).toString('base64url');
}

/** The secret of a proof, for people: six digits. */
export function codeOf(shop: Shop, { id }: Pick<Proof, 'id'>): string {
  const number = derive(shop, 'code', id).readUIntBE(0, 6) % 1_000_000;
  return String(number).padStart(6, '0');
}

/** Whether this is a token that was made here, whatever has become of it since. Costs nothing but a hash. */
export function isGenuineToken(shop: Shop, purpose: ProofPurpose, token: string): boolean {
  return proofIdIn(shop, purpose, token) !== undefined;
}

export function sameSecret(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function proofIdIn(shop: Shop, purpose: ProofPurpose, token: string): string | undefined {
  const hex = Buffer.from(token, 'base64url').subarray(0, 16).toString('hex');
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return sameSecret(token, tokenOf(shop, { id, purpose })) ? id : undefined;
}
