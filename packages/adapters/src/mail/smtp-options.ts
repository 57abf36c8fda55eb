import { isIPv4 } from 'node:net';
import type { Settings } from '@cartwright/kernel/settings';
import type { SMTPPoolOptions } from 'nodemailer';

export type SmtpSettings = Settings['email'] & { readonly backend: keyof typeof presets };

/** EMAIL_HOST and EMAIL_PORT have no effect on `fixed` presets. */
const presets = {
  smtp: { host: undefined, port: 587, fixed: false, plain: false },
  mailpit: { host: 'localhost', port: 1025, fixed: false, plain: true },
  gmail: { host: 'smtp.gmail.com', port: 465, fixed: true, plain: false },
} as const;

/** Milliseconds. nodemailer's defaults are minutes, and a waiting job delays the others. */
const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, dnsTimeout: 10_000, socketTimeout: 30_000 };

/**
 * The options of the connection to the mail server. TLS with a valid certificate is required, unless the server is on
 * this machine or is mailpit, which catches e-mails instead of delivering them.
 */
export function smtpOptions(email: SmtpSettings): SMTPPoolOptions & { pool: true } {
  const preset = presets[email.backend];
  const host = preset.fixed ? preset.host : (email.host ?? preset.host);
  if (host === undefined) throw new Error('EMAIL_BACKEND=smtp needs EMAIL_HOST.');
  const port = preset.fixed ? preset.port : (email.port ?? preset.port);
  const mayBePlain = preset.plain || isLoopback(host);

  return {
    ...timeouts,
    pool: true,
    // One retry for a connection that the server closed while idle. All further attempts are the job's.
    maxRequeues: 1,
    host,
    port,
    secure: port === 465,
    ...(mayBePlain
      ? { opportunisticTLS: true, tls: { rejectUnauthorized: false } }
      : { requireTLS: true, tls: { minVersion: 'TLSv1.2' } }),
    ...(email.user !== undefined && { auth: { user: email.user, pass: email.password ?? '' } }),
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** Host and port of the mail server; undefined if no e-mails are sent. */
export function mailServerOf(email: Settings['email']): string | undefined {
  const { backend } = email;
  if (backend === 'dev') return undefined;
  const { host, port } = smtpOptions({ ...email, backend });
  return `${host}:${port}`;
}

/** Whether traffic to `host` stays on this machine. */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase();
  return (
    name === 'localhost' || name.endsWith('.localhost') || name === '::1' || (isIPv4(name) && name.startsWith('127.'))
  );
}
