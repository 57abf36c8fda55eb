import { createHmac } from 'node:crypto';
import type { GuestContext } from '@cartwright/kernel/context';
import { emailKey } from '@cartwright/kernel/fields';

/** A caller as promotions know one. */
export interface Customer {
  /** One for each e-mail address, of an account or a guest. */
  readonly key: string;
  /** Null for a guest. */
  readonly userId: string | null;
  readonly groups: readonly string[];
}

/**
 * The customer behind a call; null for a guest whose address is not known.
 *
 * The key is an HMAC of the address, in the form of an id. It outlives an erased account, so that opening the account
 * again gives no use back, and it does not tell the address.
 *
 * @param email the address that the call itself names, as guests do
 */
export function customerOf({ shop, signedIn }: GuestContext, email = signedIn?.user.email): Customer | null {
  if (email === undefined) return null;
  const digest = createHmac('sha256', shop.settings.secretKey)
    .update(`cartwright customer ${emailKey(email)}`)
    .digest();
  return { key: toId(digest), userId: signedIn?.user.id ?? null, groups: signedIn?.user.groups ?? [] };
}

/** A UUID of version 8, whose bits a program chooses. */
function toId(digest: Buffer): string {
  const bytes = digest.subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
