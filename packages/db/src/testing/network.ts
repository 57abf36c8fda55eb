import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A network between the shop and Postgres that can fail as real ones do. */
export interface TestNetwork {
  readonly url: string;
  /** While set, drops all data on open and new connections. */
  setSilent(isSilent: boolean): void;
  /** Drops all data on the connections that are open now. New connections work. */
  abandon(): void;
  /** While set, refuses new connections and cuts open ones. */
  setDown(isDown: boolean): void;
  close(): void;
}

export async function startNetwork(url: string): Promise<TestNetwork> {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  const abandoned = new WeakSet<Socket>();
  let isSilent = false;
  let isDown = false;
  const cut = () => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  const server = createServer((near) => {
    if (isDown) return void near.destroy();
    const far = connect(Number(port), hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('data', (chunk) => !isSilent && !abandoned.has(from) && to.write(chunk));
      from.on('error', () => {});
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = new URL(url);
  address.port = String((server.address() as { port: number }).port);
  return {
    url: address.href,
    setSilent: (value) => {
      isSilent = value;
    },
    abandon: () => {
      for (const socket of sockets) abandoned.add(socket);
    },
    setDown: (value) => {
      isDown = value;
      if (value) cut();
    },
    close() {
      cut();
      server.close();
    },
  };
}
