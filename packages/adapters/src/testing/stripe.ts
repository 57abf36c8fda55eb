import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type FakeAnswer, type FakeEvent, FakeStripeAccount } from './stripe-account.ts';
import { FakeStripeTax } from './stripe-tax.ts';

/**
 * Trouble for the next call: `down` answers 503 before acting; `broken` answers 500, also to later calls with the same
 * key, as Stripe does; `dropped` acts without answering; `cut` acts and answers in part; `slow` takes its time.
 * Stripe's library retries once after `dropped`, and not after `cut`.
 */
type Trouble = 'down' | 'broken' | 'busy' | 'dropped' | 'cut' | 'slow';

/** A local Stripe with the calls that we use, behind its real paths, for the real client library. */
export interface FakeStripe {
  readonly account: FakeStripeAccount;
  readonly tax: FakeStripeTax;
  /** Settings of a shop with this Stripe. */
  readonly env: { STRIPE_SECRET_KEY: string; STRIPE_WEBHOOK_SECRET: string; STRIPE_API_URL: string };
  /** Every call so far, as `POST /v1/refunds`. */
  readonly calls: string[];
  /** Makes the next calls with this beginning of `POST /path` fail, one after the other. */
  trouble(call: string, ...troubles: Trouble[]): void;
  /** Forgets every idempotency key, as Stripe does after a day. */
  forgetKeys(): void;
  /** An event in the form of a webhook request. */
  signed(event: FakeEvent, how?: { secret?: string; secondsAgo?: number }): { body: string; signature: string };
  close(): Promise<void>;
}

const slowMilliseconds = 300;

export async function startFakeStripe(): Promise<FakeStripe> {
  const account = new FakeStripeAccount();
  const tax = new FakeStripeTax();
  const secretKey = 'sk_test_fake';
  const webhookSecret = 'whsec_fake';
  const calls: string[] = [];
  const troubles: { call: string; kind: Trouble }[] = [];
  const remembered = new Map<string, { request: string; answer: Promise<FakeAnswer> | FakeAnswer }>();

  /** The same key is the same call: it gets the first answer again, also an error. */
  async function answerOnce(
    key: string | undefined,
    request: string,
    work: () => Promise<FakeAnswer>,
  ): Promise<FakeAnswer> {
    if (key === undefined) return work();
    const before = remembered.get(key);
    if (before && before.request !== request) {
      return failure(400, 'idempotency_error', 'idempotency_key_mismatch');
    }
    if (before?.answer instanceof Promise) return failure(409, 'idempotency_error', 'idempotency_key_in_use');
    if (before) return before.answer;
    const answer = work();
    remembered.set(key, { request, answer });
    // A copy, because the payment may change later.
    remembered.set(key, { request, answer: structuredClone(await answer) });
    return answer;
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://stripe');
    const call = `${request.method} ${url.pathname}`;
    const body = await textOf(request);
    calls.push(call);
    const index = troubles.findIndex((trouble) => call.startsWith(trouble.call));
    const trouble = index < 0 ? undefined : troubles.splice(index, 1)[0]?.kind;
    const key = request.headers['idempotency-key']?.toString();
    const ownKey = key?.startsWith('stripe-node-retry-') ? undefined : key;

    let answer: FakeAnswer;
    if (request.headers.authorization !== `Bearer ${secretKey}`) {
      answer = failure(401, 'invalid_request_error', 'api_key_invalid');
    } else if (trouble === 'down') answer = failure(503, 'api_error', 'unavailable', body);
    else if (trouble === 'busy') answer = failure(429, 'invalid_request_error', 'rate_limit', body);
    else {
      answer = await answerOnce(ownKey, `${call} ${body}`, async () => {
        if (trouble === 'slow') await sleep(slowMilliseconds);
        return trouble === 'broken'
          ? failure(500, 'api_error', 'internal', body)
          : (routeTax(tax, call, url, body) ?? route(account, call, url, body));
      });
    }
    if (trouble === 'dropped') {
      request.socket.destroy();
      return;
    }
    const text = JSON.stringify(answer.body);
    const headers = {
      'content-type': 'application/json',
      'request-id': 'req_fake',
      'content-length': Buffer.byteLength(text),
    };
    response.writeHead(answer.status, headers);
    if (trouble === 'cut') response.write(text.slice(0, 10), () => request.socket.destroy());
    else response.end(text);
  }

  const server = createServer((request, response) => {
    void handle(request, response).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    account,
    tax,
    env: {
      STRIPE_SECRET_KEY: secretKey,
      STRIPE_WEBHOOK_SECRET: webhookSecret,
      STRIPE_API_URL: `http://127.0.0.1:${port}`,
    },
    calls,
    trouble: (call, ...kinds) => {
      troubles.push(...kinds.map((kind) => ({ call, kind })));
    },
    forgetKeys: () => remembered.clear(),
    signed(event, { secret = webhookSecret, secondsAgo = 0 } = {}) {
      const payload = JSON.stringify(event, null, 2);
      const timestamp = Math.floor(Date.now() / 1_000) - secondsAgo;
      const hmac = createHmac('sha256', secret).update(`${timestamp}.${payload}`).digest('hex');
      return { body: payload, signature: `t=${timestamp},v1=${hmac}` };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function routeTax(tax: FakeStripeTax, call: string, url: URL, body: string): FakeAnswer | undefined {
  const [, calculation] = /^GET \/v1\/tax\/calculations\/(taxcalc_\w+)\/line_items$/.exec(call) ?? [];
  if (calculation !== undefined) return tax.listItems(calculation, url.searchParams);
  const [, transaction] = /^GET \/v1\/tax\/transactions\/(tax_\w+)\/line_items$/.exec(call) ?? [];
  if (transaction !== undefined) return tax.listTransactionItems(transaction, url.searchParams);
  const form = new URLSearchParams(body);
  if (call === 'POST /v1/tax/transactions/create_from_calculation') return tax.createTransaction(form);
  if (call === 'POST /v1/tax/transactions/create_reversal') return tax.createReversal(form);
  return call === 'POST /v1/tax/calculations' ? tax.calculate(form) : undefined;
}

function route(account: FakeStripeAccount, call: string, url: URL, body: string): FakeAnswer {
  const form = new URLSearchParams(body);
  const [, id = '', action] = /^\w+ \/v1\/payment_intents\/(pi_\w+)(?:\/(\w+))?$/.exec(call) ?? [];
  if (call === 'POST /v1/payment_intents') return account.createIntent(form);
  if (call === 'GET /v1/payment_intents') return account.list(url.searchParams);
  if (call === 'GET /v1/payment_intents/search') return account.search(url.searchParams.get('query') ?? '');
  if (call === 'POST /v1/refunds') return account.createRefund(form);
  if (call === 'GET /v1/refunds') return account.listRefunds(url.searchParams.get('payment_intent') ?? '');
  if (!account.intents.some((intent) => intent.id === id))
    return failure(404, 'invalid_request_error', 'resource_missing');
  return action === 'cancel' ? account.cancel(id) : { status: 200, body: account.intent(id) };
}

/** Stripe's messages often repeat their input. */
function failure(status: number, type: string, code: string, given = ''): FakeAnswer {
  return { status, body: { error: { type, code, message: `The fake account said: ${code}. ${given}` } } };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
