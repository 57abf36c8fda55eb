import { mailServerOf, type Shop } from '@cartwright/api';
import { type Finding, reasonOf, within } from './finding.ts';

const check = 'mail server';

/** Whether the mail server answers, speaks TLS and takes the password. No mail goes out. */
export async function checkMail({ mailer, settings }: Shop): Promise<Finding> {
  const server = mailServerOf(settings.email);
  if (server === undefined) return { check, status: 'ok', says: 'EMAIL_BACKEND=dev keeps mails at /dev/mail' };
  try {
    await within(mailer.check());
    return { check, status: 'ok', says: `${server} takes mails` };
  } catch (error) {
    const { code = '' } = error as { code?: string };
    return { check, status: 'fault', says: `${server}: ${reasonOf(error)}`, advice: advice[code] ?? otherwise };
  }
}

const otherwise = 'Check EMAIL_HOST and EMAIL_PORT, that the mail server runs, and that no firewall is in between.';

const advice: Readonly<Record<string, string>> = {
  EAUTH: 'Check EMAIL_USER and EMAIL_PASSWORD; Gmail wants an app password.',
  ETLS: 'The server must offer TLS with a valid certificate, unless it is on this machine. Port 465 begins with TLS.',
  EDNS: 'Nobody knows this name: check EMAIL_HOST.',
  ENOTFOUND: 'Nobody knows this name: check EMAIL_HOST.',
};
