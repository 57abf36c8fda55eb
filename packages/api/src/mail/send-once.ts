import { and, eq } from 'drizzle-orm';
import type { Shop } from '../kernel/shop.ts';
import type { MailContent } from './templates/index.ts';

export interface MailOccasion {
  /** What the mail is about, such as an order's id. */
  readonly subjectId: string;
  readonly template: string;
  /** From when on nobody asks for this mail again; without it, it is known for ever that it went out. */
  readonly expiresAt?: Date;
}

/**
 * Sends one mail for each subject and template, unless it went out before; `write` may still find that there is nobody
 * to write to. A worker that dies after the mail server took the mail and before this wrote it down sends it again,
 * under the same Message-ID: SMTP offers no better.
 */
export async function sendOnce(
  { db, mailer, settings, clock }: Shop,
  { subjectId, template, expiresAt }: MailOccasion,
  write: () => Promise<(MailContent & { readonly to: string }) | undefined>,
): Promise<void> {
  const { mailDeliveries: sent } = db.tables;
  const wentOut = and(eq(sent.subjectId, subjectId), eq(sent.template, template));
  if ((await db.read.$count(sent, wentOut)) > 0) return;

  const mail = await write();
  if (!mail) return;
  const { hostname } = new URL(settings.storeUrl);
  await mailer.send({ ...mail, messageId: `<${template}.${subjectId}@${hostname}>` });
  await db.transact(async (tx) => {
    await tx
      .insert(sent)
      .values({ subjectId, template, sentAt: clock.now(), expiresAt: expiresAt ?? null })
      .onConflictDoNothing();
  });
}
