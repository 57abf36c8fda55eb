import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text as readAll } from 'node:stream/consumers';
import type { Log, Mail, Mailer } from '@cartwright/kernel/ports';
import PostalMime from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, describe, expect, test } from 'vitest';
import { createSmtpMailer } from './smtp-mailer.ts';
import { isLoopback, type SmtpSettings, smtpOptions } from './smtp-options.ts';

const quiet: Log = { debug() {}, info() {}, warn() {}, error() {} };
const mail: Mail = {
  to: 'ada@example.com',
  messageId: '<order-paid.0199@cartwright.example>',
  subject: 'Payment received for order CW-7K3M-92QF',
  text: `Hello Ada,\n\nwe received ¥12,400 for 器 and 2 × Käsebrett.\n${'A line that no mail server takes as it is. '.repeat(30)}\n`,
  html: `<p>Hello Ada,</p>\n<p>we received ¥12,400 for <b>器</b> and 2 × Käsebrett.</p>\n${'<i>long</i>'.repeat(200)}\n`,
};
const blank = {
  host: undefined,
  port: undefined,
  user: undefined,
  password: undefined,
  from: 'Shop <shop@example.com>',
};

const open: { mailer?: Mailer; server?: SMTPServer } = {};

afterEach(async () => {
  await open.mailer?.close();
  const { server } = open;
  if (server) await new Promise<void>((resolve) => server.close(resolve));
});

interface Arrived {
  readonly recipients: string[];
  readonly source: string;
}

/** A mail server on this machine, and a mailer that sends to it. */
async function startMailServer(options: SMTPServerOptions = {}) {
  const arrived: Arrived[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      void readAll(stream).then((source) => {
        arrived.push({ recipients: session.envelope.rcptTo.map(({ address }) => address), source });
        done();
      });
    },
    ...options,
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  const mailer = createSmtpMailer({ ...blank, backend: 'smtp', host: '127.0.0.1', port }, quiet);
  Object.assign(open, { server, mailer });
  return { arrived, mailer, port };
}

describe('a mail by SMTP', () => {
  test('arrives with its headers, its Message-ID and both parts', async () => {
    const { arrived, mailer } = await startMailServer();
    await mailer.send(mail);

    expect(arrived).toHaveLength(1);
    const read = await PostalMime.parse(arrived[0]?.source ?? '');
    expect(read.messageId).toBe('<order-paid.0199@cartwright.example>');
    expect(read.from).toMatchObject({ address: 'shop@example.com', name: 'Shop' });
    expect(read.to).toMatchObject([{ address: 'ada@example.com' }]);
    expect(read.subject).toBe('Payment received for order CW-7K3M-92QF');
    expect(read.text?.replaceAll('\r\n', '\n').trimEnd()).toBe(mail.text.trimEnd());
    expect(read.html?.replaceAll('\r\n', '\n').trimEnd()).toBe(mail.html.trimEnd());
    expect(read.headers).toContainEqual(expect.objectContaining({ key: 'auto-submitted', value: 'auto-generated' }));
  });

  test('has the same Message-ID on every try', async () => {
    const { arrived, mailer } = await startMailServer();
    await mailer.send(mail);
    await mailer.send(mail);
    const ids = arrived.map(({ source }) => /^Message-ID: (.*)\r$/m.exec(source)?.[1]);
    expect(ids).toEqual([mail.messageId, mail.messageId]);
  });

  test('cannot be given headers or recipients through its fields', async () => {
    const { arrived, mailer } = await startMailServer();
    const inject = '\r\nBcc: everyone@example.com\r\nX-Evil: yes';
    await mailer.send({ ...mail, subject: `Hello${inject}`, messageId: `<a@b>${inject}` });
    await mailer.send({ ...mail, to: 'ada@example.com, eve@example.com' }).catch(() => undefined);
    await mailer.send({ ...mail, to: `ada@example.com${inject}` }).catch(() => undefined);

    for (const { recipients, source } of arrived) {
      expect(recipients).toHaveLength(1);
      const { headers } = await PostalMime.parse(source);
      expect(headers.map(({ key }) => key)).not.toContain('bcc');
      expect(headers.map(({ key }) => key)).not.toContain('x-evil');
    }
    expect(arrived.flatMap(({ recipients }) => recipients)).not.toContain('eve@example.com');
  });

  test('is encrypted when a server on this machine offers it, whatever its certificate', async () => {
    let secure = false;
    const { mailer } = await startMailServer({
      disabledCommands: [],
      onMailFrom(_address, session, done) {
        secure = session.secure;
        done();
      },
    });
    await mailer.send(mail);
    expect(secure).toBe(true);
  });

  test.each([
    ['offers no TLS', { disabledCommands: ['STARTTLS'] }, 'STARTTLS'],
    ['shows a certificate that nobody vouches for', { disabledCommands: [] }, 'certificate'],
  ])('does not go to another machine that %s', async (_, options, reason) => {
    const { arrived, port } = await startMailServer(options);
    // This machine under an address that does not count as loopback.
    const mailer = createSmtpMailer({ ...blank, backend: 'smtp', host: '0.0.0.0', port }, quiet);
    await expect(mailer.send(mail)).rejects.toThrow(reason);
    await mailer.close();
    expect(arrived).toEqual([]);
  });

  test('is rejected when the server refuses it', async () => {
    const { mailer } = await startMailServer({
      onRcptTo: (_address, _session, done) => done(new Error('No such mailbox')),
    });
    await expect(mailer.send(mail)).rejects.toThrow('No such mailbox');
  });

  test('is rejected when nobody answers', async () => {
    const mailer = createSmtpMailer({ ...blank, backend: 'smtp', host: '127.0.0.1', port: 1 }, quiet);
    await expect(mailer.send(mail)).rejects.toThrow('ECONNREFUSED');
    await mailer.close();
  });
});

describe('the way to the mail server', () => {
  const smtp = (more: Partial<SmtpSettings> = {}) =>
    smtpOptions({ ...blank, backend: 'smtp', host: 'mail.example.com', ...more });

  test('smtp needs a host, takes port 587 and insists on TLS', () => {
    expect(smtp()).toMatchObject({ host: 'mail.example.com', port: 587, secure: false, requireTLS: true, pool: true });
    expect(smtp()).not.toHaveProperty('tls.rejectUnauthorized');
    expect(() => smtpOptions({ ...blank, backend: 'smtp' })).toThrow('EMAIL_HOST');
  });

  test('port 465 speaks TLS from the first byte', () => {
    expect(smtp({ port: 465 })).toMatchObject({ port: 465, secure: true });
  });

  test('only a server on this machine, or mailpit, may do without TLS', () => {
    expect(smtp({ host: 'localhost' })).not.toHaveProperty('requireTLS');
    expect(smtpOptions({ ...blank, backend: 'mailpit', host: 'mailpit' })).not.toHaveProperty('requireTLS');
    expect(smtp({ host: '127.0.0.1.example.com' })).toHaveProperty('requireTLS', true);
  });

  test('mailpit and gmail need no address', () => {
    expect(smtpOptions({ ...blank, backend: 'mailpit' })).toMatchObject({ host: 'localhost', port: 1025 });
    const gmail = {
      ...blank,
      backend: 'gmail',
      user: 'shop@gmail.com',
      password: 'secret',
      host: 'elsewhere',
    } as const;
    expect(smtpOptions(gmail)).toMatchObject({
      host: 'smtp.gmail.com',
      port: 465,
      secure: true,
      requireTLS: true,
      auth: { user: 'shop@gmail.com', pass: 'secret' },
    });
  });

  test('waits seconds, not minutes, and reads neither files nor addresses', () => {
    expect(smtp()).toMatchObject({ connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 });
    expect(smtp()).toMatchObject({ disableFileAccess: true, disableUrlAccess: true });
  });

  test.each(['localhost', 'LOCALHOST', '127.0.0.1', '127.8.9.1', '::1', 'mail.localhost'])(
    '%s is this machine',
    (host) => {
      expect(isLoopback(host)).toBe(true);
    },
  );

  test.each(['example.com', '10.0.0.1', '127.0.0.1.example.com', 'localhost.example.com', '127.example.com'])(
    '%s is not',
    (host) => {
      expect(isLoopback(host)).toBe(false);
    },
  );
});
