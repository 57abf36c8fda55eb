import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A load balancer that passes connections in turn to the servers whose `/readyz` answers 200. */
export interface Balancer {
  readonly url: string;
  close(): Promise<void>;
}

const checkMilliseconds = 100;

export async function startBalancer(targets: readonly string[]): Promise<Balancer> {
  const ready = new Set(targets);
  const open = new Set<Socket>();
  let turn = 0;

  async function check(target: string): Promise<void> {
    const answer = await fetch(`${target}/readyz`, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer?.ok) ready.add(target);
    else ready.delete(target);
  }

  function serve(client: Socket, tries = targets.length): void {
    const among = ready.size > 0 ? [...ready] : targets;
    const target = among[(turn += 1) % among.length] ?? '';
    const { hostname, port } = new URL(target);
    const upstream = connect(Number(port), hostname);
    let isConnected = false;
    upstream.once('connect', () => {
      isConnected = true;
      client.pipe(upstream).pipe(client);
    });
    upstream.on('error', () => {
      // Another server may take the connection, because no data was sent yet.
      if (isConnected || tries <= 1) client.destroy();
      else serve(client, tries - 1);
    });
    upstream.once('close', () => isConnected && client.destroySoon());
    client.once('close', () => upstream.destroy());
  }

  const server = createServer((client) => {
    open.add(client);
    client.on('error', () => {});
    client.once('close', () => open.delete(client));
    serve(client);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const checks = setInterval(() => targets.forEach((target) => void check(target)), checkMilliseconds);
  return {
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    async close() {
      clearInterval(checks);
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
