import { createServer, type IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { ExpectedError } from '@cartwright/process';
import { getRequestListener } from '@hono/node-server';
import type { App } from './app.ts';

/** Limits that keep slow or many clients from blocking the server. */
export interface ConnectionLimits {
  /** For the whole head of a request, from the first byte of its connection. */
  readonly headersTimeout: number;
  /** For a whole request. An image of 5 MiB takes that long at 0.7 Mbit/s. */
  readonly requestTimeout: number;
  /** The interval between checks of the two timeouts above. */
  readonly connectionsCheckingInterval: number;
  /**
   * For an idle connection. It must exceed the timeout of a proxy in front, or the proxy sends on a closing connection.
   */
  readonly keepAliveTimeout: number;
  /** Bytes of a request's head. A larger head gets 431. */
  readonly maxHeaderSize: number;
  /** The server closes further connections at once. */
  readonly maxConnections: number;
  /** The delay after `stop` until connections without any data are closed. */
  readonly silenceTimeout: number;
  /** The delay after `stop` until running requests are cut off. */
  readonly stopTimeout: number;
}

/** Milliseconds, except for `maxHeaderSize` (bytes) and `maxConnections`. */
export const connectionLimits: ConnectionLimits = {
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  connectionsCheckingInterval: 1_000,
  keepAliveTimeout: 65_000,
  maxHeaderSize: 16 * 1_024,
  maxConnections: 10_000,
  silenceTimeout: 500,
  stopTimeout: 6_000,
};

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  /** Aborts when the process is told to stop. Every response then closes its connection. */
  readonly draining?: AbortSignal;
  readonly limits?: Partial<ConnectionLimits>;
}

export interface Listening {
  readonly port: number;
  /** Stops accepting connections, closes idle ones, and resolves when running requests have finished. */
  stop(): Promise<void>;
}

/** @throws {PortInUse} */
export async function listen(
  { fetch, answerAtOnce, answerUnsent }: App,
  { host, port, draining, limits = {} }: ListenOptions,
): Promise<Listening> {
  const { stopTimeout, silenceTimeout, maxConnections, ...serverOptions } = { ...connectionLimits, ...limits };
  const answer = getRequestListener(fetch, { hostname: host });
  const server = createServer(
    { ...serverOptions, ServerResponse: checkedResponses(answerUnsent, draining) },
    (incoming, outgoing) => {
      if (!answerAtOnce(incoming, outgoing)) void answer(incoming, outgoing);
    },
  );
  server.maxConnections = maxConnections;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new PortInUse(port) : error),
    );
    server.listen(port, host, resolve);
  });
  // Clients open connections in reserve, and Node counts one without any data as busy.
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  const closeSilent = () => {
    for (const socket of open) if (socket.bytesRead === 0) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      // The server first accepts pending connections, because on a busy machine a request may wait there and would be
      // dropped.
      await nextTurn();
      await new Promise<void>((resolve) => {
        // A connection that was busy when the server closed becomes idle later.
        const sweep = setInterval(() => setImmediate(() => server.closeIdleConnections()), 50);
        const silence = setTimeout(() => setImmediate(closeSilent), silenceTimeout);
        const cut = setTimeout(() => server.closeAllConnections(), stopTimeout);
        server.close(() => {
          clearInterval(sweep);
          clearTimeout(silence);
          clearTimeout(cut);
          resolve();
        });
      });
    },
  };
}

/**
 * Responses that send `Connection: close` while draining, so that clients do not reuse the connection. If Node refuses
 * to write a head, they respond with INTERNAL, because the adapter would show the error to the client.
 */
function checkedResponses(answerUnsent: App['answerUnsent'], draining: AbortSignal | undefined): typeof ServerResponse {
  return class<Request extends IncomingMessage> extends ServerResponse<Request> {
    #isReplaced = false;

    override writeHead(status: number, ...rest: readonly unknown[]): this {
      if (draining?.aborted) this.shouldKeepAlive = false;
      try {
        Reflect.apply(super.writeHead, this, [status, ...rest]);
      } catch (error) {
        if (this.headersSent || this.#isReplaced) throw error;
        for (const name of Object.keys(Object(rest.at(-1)))) this.removeHeader(name);
        const path = this.req.url?.split('?')[0] ?? '';
        const { body, ...refusal } = answerUnsent({ path, requestId: String(this.getHeader('x-request-id')) }, error);
        const headers = { ...refusal.headers, 'content-length': Buffer.byteLength(body) };
        Reflect.apply(super.writeHead, this, [refusal.status, headers]);
        this.end(body);
        this.#isReplaced = true;
      }
      return this;
    }

    /** Drops the body of a replaced response. */
    override write(...rest: readonly unknown[]): boolean {
      return this.#isReplaced || Boolean(Reflect.apply(super.write, this, rest));
    }

    override end(...rest: readonly unknown[]): this {
      if (!this.#isReplaced) Reflect.apply(super.end, this, rest);
      return this;
    }
  };
}

export class PortInUse extends ExpectedError {
  override readonly name = 'PortInUse';

  constructor(port: number) {
    super(`Port ${port} is in use. Stop the program that uses it, or choose another port: PORT=${port + 1} npm start`);
  }
}
