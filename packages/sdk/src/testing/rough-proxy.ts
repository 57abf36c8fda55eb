import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * The treatment of one request:
 * - `refuse`: the proxy cuts the connection before the shop gets the request
 * - `lose`: the shop answers, and the response is lost
 * - `hold`: the shop answers, and the response never arrives
 * - `answerAfter`: the shop answers, and the proxy passes the response on when a promise is settled
 * - a response: the proxy sends it itself
 * - a number or a promise: the proxy waits for these milliseconds, or until it is settled, before it passes the request
 * on
 */
export type Disruption =
  | 'refuse'
  | 'lose'
  | 'hold'
  | number
  | Promise<unknown>
  | { answerAfter: Promise<unknown> }
  | { status: number; headers?: Record<string, string>; body?: string };

export interface SeenRequest {
  /** The procedures of the request, such as `products.list,cart.get`. */
  readonly procedures: string;
  readonly headers: IncomingMessage['headers'];
  readonly at: number;
}

/** An HTTP proxy before a shop that misbehaves as its tests tell it to. */
export interface RoughProxy {
  readonly url: string;
  readonly seen: SeenRequest[];
  /** The disruptions of the next requests, one for each. */
  disruptions: Disruption[];
  /** The number of clients that wait for a held response. */
  holding: number;
  /** Cuts all connections, even during a request. */
  cut(): void;
  close(): Promise<void>;
}

export async function startRoughProxy(target: string): Promise<RoughProxy> {
  const seen: SeenRequest[] = [];
  const server = createServer((incoming, outgoing) => {
    const { pathname } = new URL(incoming.url ?? '/', target);
    seen.push({ procedures: pathname.replace('/trpc/', ''), headers: incoming.headers, at: performance.now() });
    const disruption = proxy.disruptions.shift();
    if (disruption === 'refuse') incoming.socket.destroy();
    else if (disruption instanceof Promise)
      void disruption.finally(() => forward(target, incoming, outgoing, undefined));
    else if (typeof disruption === 'object' && 'status' in disruption)
      incoming.resume().on('end', () => answer(outgoing, disruption));
    else {
      if (disruption === 'hold') {
        proxy.holding += 1;
        outgoing.on('close', () => (proxy.holding -= 1));
      }
      setTimeout(
        () => forward(target, incoming, outgoing, disruption),
        typeof disruption === 'number' ? disruption : 0,
      );
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const proxy: RoughProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    disruptions: [],
    holding: 0,
    cut: () => server.closeAllConnections(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return proxy;
}

function answer(outgoing: ServerResponse, disruption: Extract<Disruption, { status: number }>): void {
  outgoing.writeHead(disruption.status, { 'content-type': 'text/html', ...disruption.headers });
  outgoing.end(disruption.body ?? '<h1>Sorry</h1>');
}

function forward(
  target: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  disruption: Disruption | undefined,
): void {
  if (incoming.destroyed) return;
  const { method, headers, url } = incoming;
  const onward = request(new URL(url ?? '/', target), { method, headers, agent: false }, (reply) => {
    if (disruption === 'lose') {
      reply.resume().on('end', () => incoming.socket.destroy());
    } else if (disruption === 'hold') {
      reply.resume();
    } else if (typeof disruption === 'object' && 'answerAfter' in disruption) {
      void disruption.answerAfter.finally(() => pass(reply, outgoing));
    } else {
      pass(reply, outgoing);
    }
  });
  onward.on('error', () => incoming.socket.destroy());
  outgoing.on('close', () => onward.destroy());
  incoming.pipe(onward);
}

function pass(reply: IncomingMessage, outgoing: ServerResponse): void {
  outgoing.writeHead(reply.statusCode ?? 500, reply.headers);
  reply.pipe(outgoing);
}
