import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

export interface MailServer {
  readonly port: number;
  /** The subjects of the e-mails that arrived. */
  readonly subjects: string[];
  close(): Promise<void>;
}

/** A mail server on this machine that keeps the e-mails it receives. */
export async function startMailServer(): Promise<MailServer> {
  const subjects: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      void text(stream).then((source) => {
        subjects.push(/^Subject: (.*)$/m.exec(source)?.[1]?.trim() ?? '');
        done();
      });
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  return {
    port: (server.server.address() as AddressInfo).port,
    subjects,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
