import { mailServerOf } from '@cartwright/adapters/mail';
import type { Shop } from '@cartwright/kernel/shop';
import { type Finding, reasonOf, within } from './finding.ts';

const check = 'mail server';

/** Checks whether the mail server answers, speaks TLS and accepts the password. Sends no e-mail. */
export async function checkMail({ mailer, settings }: Shop): Promise<Finding> {
  const server = mailServerOf(settings.email);
  if (server === undefined) return { check, status: 'ok', says: 'EMAIL_BACKEND=dev keeps e-mails at /dev/mail' };
  try {
    await within(mailer.check());
    return { check, status: 'ok', says: `${server} accepts e-mails` };
  } catch (error) {
    return { check, status: 'problem', says: `${server}: ${reasonOf(error)}`, advice: adviceFor(error) };
  }
}

/**
 * Advice for an error of the mail server or the network. It reads the text, because nodemailer has one code for
 * sockets.
 */
export function adviceFor(error: unknown): string {
  const { code = '' } = error as { code?: string };
  const facts = `${code} ${reasonOf(error)}`;
  return advice.find(([sign]) => sign.test(facts))?.[1] ?? otherwise;
}

const otherwise =
  'Check EMAIL_HOST and EMAIL_PORT, that the mail server runs, and that no firewall blocks the connection.';

const advice: readonly (readonly [sign: RegExp, words: string])[] = [
  [/^EAUTH/, 'Check EMAIL_USER and EMAIL_PASSWORD. Gmail needs an app password.'],
  [
    /^ETLS|certificate|SSL routines/,
    'The server must offer TLS with a valid certificate, unless it runs on this machine. Port 465 uses TLS from the start.',
  ],
  [/^EDNS|ENOTFOUND/, 'No DNS server knows this name. Check EMAIL_HOST.'],
  [/^EPROTOCOL/, 'The mail server refuses this machine. Ask its operator to accept e-mails from this machine.'],
];
