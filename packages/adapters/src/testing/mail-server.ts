import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';

/**
 * - `takes`: answers 250
 * - `refuses`: answers 451 to every recipient
 * - `drops`: reads the e-mail to its last byte and closes the connection without an answer
 * - `dies`: answers 250 and stops
 * - a promise: answers 250 when it resolves
 */
export type MailServerMood = 'takes' | 'refuses' | 'drops' | 'dies' | Promise<void>;

export interface ArrivedMail {
  readonly messageId: string;
  readonly recipients: readonly string[];
  readonly source: string;
}

/** A real mail server on this machine, with moods. */
export interface MailServer {
  readonly port: number;
  /** The accepted e-mails, answered with 250. */
  readonly mails: readonly ArrivedMail[];
  /** The number of connections so far. */
  readonly connections: number;
  mood: MailServerMood;
  /** Resolves when the next e-mail has arrived as a whole, before any answer. */
  nextMail(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a mail server. The `port` of a stopped server simulates its return. */
export async function startMailServer(port = 0): Promise<MailServer> {
  const { SMTPServer } = await import('smtp-server');
  const mails: ArrivedMail[] = [];
  const sockets = new Set<Socket>();
  let waiting: (() => void)[] = [];
  let connections = 0;
  const hangUp = () => sockets.forEach((socket) => socket.destroy());

  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: (_address, _session, done) =>
      mail.mood === 'refuses' ? done(Object.assign(new Error('Not now'), { responseCode: 451 })) : done(),
    onData(stream, session, done) {
      const received = async (source: string) => {
        const { mood } = mail;
        waiting.splice(0).forEach((resolve) => resolve());
        if (mood === 'drops') return hangUp();
        await mood;
        if (session.envelope.rcptTo.length === 0 || sockets.size === 0) return;
        const messageId = /^Message-ID: (.*?)\r?$/im.exec(source)?.[1] ?? '';
        mails.push({ messageId, source, recipients: session.envelope.rcptTo.map(({ address }) => address) });
        done();
        if (mood === 'dies') setImmediate(() => void mail.close());
      };
      // A client that disconnects early has sent no e-mail.
      void text(stream).then(received, () => {});
    },
  });
  server.server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  // Some tests disconnect a client early.
  server.on('error', () => {});
  server.listen(port, '127.0.0.1');
  await once(server.server, 'listening');

  const mail: MailServer = {
    port: (server.server.address() as AddressInfo).port,
    mails,
    get connections() {
      return connections;
    },
    mood: 'takes',
    nextMail: () => new Promise((resolve) => waiting.push(resolve)),
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      setTimeout(hangUp, 20).unref();
      await closed;
    },
  };
  return mail;
}
