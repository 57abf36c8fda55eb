import type { Database } from '@cartwright/db';
import { newId } from '@cartwright/kernel/ids';
import type { Clock, Mailer } from '@cartwright/kernel/ports';
import { singleLine } from '@cartwright/kernel/single-line';
import { desc, eq, lt } from 'drizzle-orm';

/** An e-mail in the development mailbox. */
export interface DevMail {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly at: Date;
}

/** Maximum e-mails in the mailbox. */
export const devMailsKept = 500;

/** Postgres refuses to compare ids with other texts. */
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A mailer that sends nothing. Server and worker share one mailbox, readable at `/dev/mail`. */
export function createDevMailer(db: Database, clock: Clock): Mailer {
  return {
    send: ({ to, subject, text, html }) =>
      db.transact(async (tx) => {
        const { devMails } = tx.tables;
        await tx
          .insert(devMails)
          .values({ id: newId(), to: singleLine(to), subject: singleLine(subject), text, html, at: clock.now() });
        const [oldestKept] = await tx
          .select({ id: devMails.id })
          .from(devMails)
          .orderBy(desc(devMails.id))
          .limit(1)
          .offset(devMailsKept - 1);
        if (oldestKept) await tx.delete(devMails).where(lt(devMails.id, oldestKept.id));
      }),
    check: async () => {},
    close: async () => {},
  };
}

/** The newest e-mails first. */
export async function listDevMails(db: Database, limit: number = devMailsKept): Promise<DevMail[]> {
  const { devMails } = db.tables;
  return db.read.select().from(devMails).orderBy(desc(devMails.id)).limit(Math.min(limit, devMailsKept));
}

/** Undefined if the e-mail does not exist or is already gone. */
export async function getDevMail(db: Database, id: string): Promise<DevMail | undefined> {
  if (!uuid.test(id)) return undefined;
  const { devMails } = db.tables;
  const [mail] = await db.read.select().from(devMails).where(eq(devMails.id, id)).limit(1);
  return mail;
}
