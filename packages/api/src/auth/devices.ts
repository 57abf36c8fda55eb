import { randomUUID } from 'node:crypto';
import type { Context, KeptSecret } from '@cartwright/kernel/context';
import { derive } from '@cartwright/kernel/derive';
import { emailKey } from '@cartwright/kernel/fields';
import { sameSecret } from '@cartwright/kernel/ids';
import type { Shop } from '@cartwright/kernel/shop';
import { eq } from 'drizzle-orm';

const lifetime = 90 * 24 * 60 * 60_000;

/** The most accounts for one client, because a browser may have several users. */
const mostAccounts = 5;

const idBytes = 16;
const timeBytes = 6;
const separator = '.';

/** The account of a device token. The token depends on the password's hash, so a new password voids it. */
interface Account {
  readonly id: string;
  readonly passwordHash: string | null;
}

/**
 * Makes the token for a client that has just proved to know an account's password. It is no credential. It only makes
 * the server count the client's attempts apart from those of strangers.
 */
export function deviceTokenFor({ shop, request }: Context, account: Account): KeptSecret {
  const now = shop.clock.now().getTime();
  const before = tokensIn(request.deviceToken);
  const known = before.find((token) => isOf(shop, token, account, now));
  const issued = issue(shop, known?.id ?? randomUUID(), now, account);
  const others = before.filter((token) => token !== known).map(({ text }) => text);
  const token = [issued, ...others].slice(0, mostAccounts).join(separator);
  return { token, expiresAt: new Date(now + lifetime) };
}

/** Finds the id of the calling client, if it has signed in to the account of this address before. */
export async function recogniseDevice(
  shop: Shop,
  deviceToken: string | undefined,
  email: string,
): Promise<string | undefined> {
  const tokens = tokensIn(deviceToken);
  if (tokens.length === 0) return undefined;
  const { users } = shop.db.tables;
  const [account] = await shop.db.read
    .select({ id: users.id, passwordHash: users.passwordHash })
    .from(users)
    .where(eq(users.emailKey, emailKey(email)));
  const now = shop.clock.now().getTime();
  return account && tokens.find((token) => isOf(shop, token, account, now))?.id;
}

interface DeviceToken {
  readonly text: string;
  readonly id: string;
  readonly issuedAt: number;
}

function tokensIn(given: string | undefined): DeviceToken[] {
  return (given ?? '').split(separator, mostAccounts).flatMap((text) => {
    const bytes = Buffer.from(text, 'base64url');
    if (bytes.length <= idBytes + timeBytes) return [];
    const id = bytes
      .subarray(0, idBytes)
      .toString('hex')
      .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    return [{ text, id, issuedAt: bytes.readUIntBE(idBytes, timeBytes) }];
  });
}

function isOf(shop: Shop, { text, id, issuedAt }: DeviceToken, account: Account, now: number): boolean {
  return now < issuedAt + lifetime && sameSecret(text, issue(shop, id, issuedAt, account));
}

function issue(shop: Shop, id: string, at: number, account: Account): string {
  const head = Buffer.alloc(idBytes + timeBytes);
  head.write(id.replaceAll('-', ''), 'hex');
  head.writeUIntBE(at, idBytes, timeBytes);
  const signature = derive(shop, 'device token', `${id} ${at} ${account.id} ${account.passwordHash}`);
  return Buffer.concat([head, signature]).toString('base64url');
}
