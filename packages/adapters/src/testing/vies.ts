import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/**
 * The behaviour of the register from now on: `valid` and `invalid` answer; `silent` never does; the others are
 * wrong answers.
 */
export type ViesMood =
  | 'valid'
  | 'invalid'
  | 'silent'
  | 'member state down'
  | 'invalid input'
  | 'server error'
  | 'html'
  | 'endless'
  | 'redirect'
  | 'text for true';

/** A local VIES behind its real path. */
export interface FakeVies {
  /** The settings of a shop in Germany with this register. */
  readonly env: { VAT_CHECK: 'vies'; VIES_URL: string; STORE_COUNTRY: string };
  /** The numbers that were asked for, in the order of arrival. */
  readonly asked: string[];
  mood: ViesMood;
  /** Delays answers until the returned function is called. */
  hold(): () => void;
  close(): Promise<void>;
}

export async function startFakeVies(): Promise<FakeVies> {
  const asked: string[] = [];
  const state: { mood: ViesMood; held: Promise<void> | undefined } = { mood: 'valid', held: undefined };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { countryCode, vatNumber } = (await json(request)) as { countryCode: string; vatNumber: string };
    asked.push(`${countryCode}${vatNumber}`);
    await state.held;
    const send = (status: number, body: object) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    const error = (name: string) => send(200, { actionSucceed: false, errorWrappers: [{ error: name }] });
    const answer = (valid: unknown) => send(200, { countryCode, vatNumber, valid, name: '---', address: '---' });
    const moods: Record<ViesMood, () => void> = {
      valid: () => answer(true),
      invalid: () => answer(false),
      silent: () => {},
      'member state down': () => error('MS_UNAVAILABLE'),
      'invalid input': () => error('INVALID_INPUT'),
      'server error': () => send(500, { error: 'broken' }),
      html: () => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>VIES</h1>'),
      endless: () => response.writeHead(200).end(`{"valid":true,"name":"${'x'.repeat(200_000)}"}`),
      redirect: () => response.writeHead(307, { location: `${state.mood}/elsewhere` }).end(),
      'text for true': () => answer('true'),
    };
    if (request.method === 'POST' && request.url === '/rest-api/check-vat-number') moods[state.mood]();
    else send(404, {});
  }

  const server = createServer((request, response) => {
    void handle(request, response).catch(() => request.socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    env: { VAT_CHECK: 'vies', VIES_URL: `http://127.0.0.1:${port}/rest-api`, STORE_COUNTRY: 'DE' },
    asked,
    get mood() {
      return state.mood;
    },
    set mood(mood) {
      state.mood = mood;
    },
    hold() {
      let go = () => {};
      state.held = new Promise((resolve) => (go = resolve));
      return () => {
        state.held = undefined;
        go();
      };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
