import { currentOrigin } from '@cartwright/kernel/origin';
import type { Log, Mailer } from '@cartwright/kernel/ports';
import { singleLine } from '@cartwright/kernel/single-line';
import { createTransport } from 'nodemailer';
import { type SmtpSettings, smtpOptions } from './smtp-options.ts';

/** Milliseconds for one e-mail, at any speed of the server. */
const deadline = 60_000;

/**
 * A mailer that sends over a few open connections to a mail server.
 *
 * @example
 * const mailer = createSmtpMailer({ backend: 'mailpit', from: 'Shop <shop@example.com>', … }, log);
 */
export function createSmtpMailer(email: SmtpSettings, log: Log): Mailer {
  const options = smtpOptions(email);
  const transport = createTransport(options);
  transport.on('error', (error: Error) =>
    log.warn({ host: options.host, reason: error.message }, 'mail server connection lost'),
  );

  return {
    async send({ to, subject, text, html, messageId }) {
      const requestId = currentOrigin()?.requestId;
      const { response } = await transport.sendMail({
        from: email.from,
        // An object is one recipient, while a string would be parsed as a list of them.
        to: { name: '', address: singleLine(to) },
        subject: singleLine(subject),
        text,
        html,
        messageId: singleLine(messageId),
        headers: {
          'Auto-Submitted': 'auto-generated',
          'X-Auto-Response-Suppress': 'All',
          ...(requestId !== undefined && { 'X-Request-Id': singleLine(requestId) }),
        },
        signal: AbortSignal.timeout(deadline),
      });
      log.debug({ messageId, response }, 'e-mail accepted');
    },
    check: async () => void (await transport.verify()),
    close: async () => transport.close(),
  };
}
