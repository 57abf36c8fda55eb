import type { AddressInfo } from 'node:net';
import { ExpectedError } from '@cartwright/process';
import { type ServerType, serve } from '@hono/node-server';

export interface Listening {
  readonly port: number;
  /** Takes no new connections, lets running requests finish, and resolves. */
  stop(): Promise<void>;
}

/** @throws {PortInUse} */
export async function listen(
  fetch: Parameters<typeof serve>[0]['fetch'],
  { host, port }: { host: string; port: number },
): Promise<Listening> {
  const server = await new Promise<ServerType>((resolve, reject) => {
    const starting = serve({ fetch, hostname: host, port }, () => resolve(starting));
    starting.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new PortInUse(port) : error),
    );
  });
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        if ('closeIdleConnections' in server) server.closeIdleConnections();
      }),
  };
}

export class PortInUse extends ExpectedError {
  override readonly name = 'PortInUse';

  constructor(port: number) {
    super(`Port ${port} is in use. Stop what is running there, or choose another: PORT=${port + 1} npm start`);
  }
}
