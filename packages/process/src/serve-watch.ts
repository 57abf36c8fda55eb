import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Watch, WatchAnswer } from './watch.ts';

export interface Served {
  readonly port: number;
  close(): void;
}

/** Serves health and metrics for a process without a server of its own. */
export async function serveWatch(watch: Watch, { host, port }: { host: string; port: number }): Promise<Served> {
  const answerTo = async (path: string, authorization: string | undefined): Promise<WatchAnswer> => {
    if (path === '/healthz') return watch.healthz();
    if (path === '/readyz') return watch.readyz();
    if (path === '/metrics') return watch.metrics(authorization);
    return { status: 404, headers: {}, body: '' };
  };
  const server = createServer((request, response) => {
    const [path = ''] = (request.url ?? '').split('?');
    answerTo(request.method === 'GET' ? path : '', request.headers.authorization).then(
      ({ status, headers, body }) => response.writeHead(status, headers).end(body),
      () => response.writeHead(503).end(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
