import type { Database } from '@cartwright/db';
import type { Clock, Log, Mailer } from '@cartwright/kernel/ports';
import type { Settings } from '@cartwright/kernel/settings';
import { createDevMailer } from './dev-mailer.ts';

/** The mailer that EMAIL_BACKEND names. The first e-mail connects to the mail server. */
export async function createMailer(
  settings: Pick<Settings, 'email'>,
  db: Database,
  clock: Clock,
  log: Log,
): Promise<Mailer> {
  const { backend } = settings.email;
  if (backend === 'dev') return createDevMailer(db, clock);
  const { createSmtpMailer } = await import('./smtp-mailer.ts');
  return createSmtpMailer({ ...settings.email, backend }, log);
}
