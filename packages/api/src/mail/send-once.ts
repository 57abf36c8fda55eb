import { createHash } from 'node:crypto';
import { emailKey } from '@cartwright/kernel/fields';
import type { Shop } from '@cartwright/kernel/shop';
import { and, eq } from 'drizzle-orm';
import { countMail, type MailBound, uncountMail } from './bounds.ts';
import type { MailContent } from './templates/index.ts';

export interface MailOccasion {
  /** The subject of the e-mail, such as an order's id. */
  readonly subjectId: string;
  readonly template: string;
  /** The end of the record that the e-mail was sent. Without it the record stays forever. */
  readonly expiresAt?: Date;
}

export interface AddressedMail extends MailContent {
  readonly to: string;
  /** The bound that counts the e-mail; `none` if only the owner of a proven address can cause it. */
  readonly bound: MailBound | 'none';
  /** Facts for the log beside template and subject, such as an order's number. */
  readonly logged?: Readonly<Record<string, string>>;
}

/**
 * Sends one e-mail for each subject and template. `write` returns undefined if there is no recipient. A worker that
 * dies between the sending and the record sends again under the same Message-ID, because SMTP offers no better. An
 * e-mail over its bound is dropped for good.
 */
export async function sendOnce(
  shop: Shop,
  { subjectId, template, expiresAt }: MailOccasion,
  write: () => Promise<AddressedMail | undefined>,
): Promise<void> {
  const { db, mailer, settings, clock, log } = shop;
  const { mailDeliveries: sent } = db.tables;
  const wentOut = and(eq(sent.subjectId, subjectId), eq(sent.template, template));
  if ((await db.read.$count(sent, wentOut)) > 0) return;

  const written = await write();
  if (!written) return;
  const { bound: wanted, logged, ...mail } = written;
  const bound = settings.rateLimits === 'off' ? 'none' : wanted;
  if (bound !== 'none' && !(await countMail(shop, bound, mail.to))) {
    log.warn({ subjectId, template, bound }, 'e-mail dropped because its address received too many');
    return;
  }
  const { hostname } = new URL(settings.storeUrl);
  try {
    await mailer.send({ ...mail, messageId: `<${template}.${subjectId}@${hostname}>` });
  } catch (error) {
    if (bound !== 'none') await uncountMail(shop, bound, mail.to);
    throw error;
  }
  log.info({ template, subjectId, ...logged, addressHash: addressHash(mail.to) }, 'e-mail sent');
  await db.transact(async (tx) => {
    await tx
      .insert(sent)
      .values({ subjectId, template, sentAt: clock.now(), expiresAt: expiresAt ?? null })
      .onConflictDoNothing();
  });
}

/**
 * An address in the log: the first 16 hexadecimal digits of the SHA-256 of its lower-case form. An operator who knows
 * the address can compute and find it.
 */
function addressHash(address: string): string {
  return createHash('sha256').update(emailKey(address)).digest('hex').slice(0, 16);
}
