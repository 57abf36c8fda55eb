import { appRouter } from '@cartwright/api';
import type { Context } from '@cartwright/kernel/context';
import { failureOf } from '@cartwright/kernel/failure-of';
import { kernelFailures } from '@cartwright/kernel/failures';
import { type Download, type Operation, operationsOf } from '@cartwright/kernel/operations';
import type { Shop } from '@cartwright/kernel/shop';
import { decodeInput, encodeOutput } from '@cartwright/kernel/transformer';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import type { KeepRule } from './cache/kept-answers.ts';
import type { ReadCache } from './cache/read-cache.ts';
import { compressed } from './compression/respond.ts';
import { admitUploader, carriesForm, readUpload } from './form.ts';
import { parseJson, readJsonText, refuseHostile, refuseHostileAddress } from './json.ts';
import { refuse } from './refuse.ts';
import { type AppContext, contextOpener } from './request.ts';
import { headersOf } from './rest/problem.ts';
import { streamedResponse } from './stream.ts';
import { trpcDialect } from './streams/dialects.ts';
import { withLastEventId } from './streams/last-event-id.ts';
import { refusedStream, respondWithEvents } from './streams/respond.ts';
import { callsIn, maxBatchSize, trpcPrefix } from './trpc-address.ts';
import { foreseenFailure, isUnforeseen, noteUnsent } from './unsent.ts';

/** Serves tRPC. The rules of REST check its requests before tRPC reads them. */
export function trpcHandler(shop: Shop, cache: ReadCache): (c: AppContext) => Promise<Response> {
  const openContext = contextOpener(shop);
  const operations = new Map(operationsOf(appRouter).map((operation) => [operation.name, operation]));
  const proceduresIn = (names: string) => {
    const all = names.split(',');
    return all.length > maxBatchSize
      ? 'unknown'
      : all.map((name) => (operations.has(name) ? name : 'unknown')).join(',');
  };
  return async (c) => {
    const names = c.req.path.slice(trpcPrefix.length + 1);
    // An unknown name is replaced, because it could be anything.
    c.set('procedure', proceduresIn(names));
    try {
      const context = openContext(c);
      const operation = operations.get(names);
      if (operation?.meta.maxFileBytes !== undefined && carriesForm(c)) return await answerForm(c, context, operation);
      if (operation?.kind === 'subscription' && c.req.query('batch') === undefined) {
        if (c.req.method === 'POST') throw kernelFailures.METHOD_NOT_ALLOWED({ allow: ['GET'] });
        return await answerEvents(c, shop, context, operation);
      }
      const wanted = singleDownload(c, operation);
      if (wanted) return await answerDownload(c, shop, context, wanted);
      const rule = ruleFor(c, operations);
      const produce = async () => answer(c, shop, await checkedRequest(c), context);
      const response = await (rule ? cache.serve(c, context, rule, produce) : produce());
      return c.req.method === 'GET' ? await compressed(c, response) : response;
    } catch (error) {
      return refuse(c, foreseenFailure(error));
    }
  };
}

async function answer(c: AppContext, shop: Shop, request: Request, context: Context): Promise<Response> {
  let isContextMade = false;
  let early: unknown;
  const response = await fetchRequestHandler({
    endpoint: trpcPrefix,
    req: request,
    router: appRouter,
    maxBatchSize,
    createContext: () => {
      isContextMade = true;
      return context;
    },
    onError({ error }) {
      if (!isContextMade) early = error;
      // The error comes from writing the response, because no procedure threw it. tRPC sends INTERNAL instead.
      if (isUnforeseen(error))
        noteUnsent(shop, { requestId: c.get('requestId'), procedure: c.get('procedure') }, error);
    },
    responseMeta({ errors }) {
      const headers = new Headers({ 'cache-control': 'no-store' });
      for (const error of errors) {
        // tRPC sets the allowed methods itself.
        const { allow: _, ...others } = headersOf(failureOf(error));
        for (const [name, value] of Object.entries(others)) headers.set(name, value);
      }
      if (context.reply.replayed) headers.set('idempotent-replayed', 'true');
      return { headers };
    },
  });
  // tRPC sends failures before the context without our request id.
  if (early !== undefined) return refuse(c, failureOf(early));
  return request.method === 'POST' ? completed(response) : response;
}

/** The rule for keeping the response, if every call of the batch may be kept. */
function ruleFor(c: AppContext, operations: ReadonlyMap<string, Operation>): KeepRule | undefined {
  // A response in pieces is not kept as a whole.
  if (c.req.method !== 'GET' || c.req.header('trpc-accept') !== undefined) return undefined;
  const names = c.req.path.slice(trpcPrefix.length + 1).split(',');
  const rules = names.map((name) => operations.get(name)?.meta.cache);
  let strictest: KeepRule | undefined;
  for (const rule of rules) {
    if (!rule) return undefined;
    strictest = {
      seconds: Math.min(rule.seconds, strictest?.seconds ?? rule.seconds),
      stock: rule.stock === 'exact' ? 'exact' : (strictest?.stock ?? 'recent'),
    };
  }
  return strictest;
}

/**
 * Runs a call with a form as its input and responds in tRPC's format. Counts the bytes of files while reading, which
 * tRPC does not.
 */
async function answerForm(c: AppContext, context: Context, operation: Operation): Promise<Response> {
  await admitUploader(context, operation.meta);
  const input = await readUpload(c, operation);
  const data = encodeOutput(await operation.call(context, input, c.req.raw.signal));
  const headers = { 'cache-control': 'no-store', ...(context.reply.replayed && { 'idempotent-replayed': 'true' }) };
  return Response.json({ result: { data } }, { headers });
}

/** Finds the call of a streaming procedure by a client that does not accept tRPC's own streams. */
function singleDownload(c: AppContext, operation: Operation | undefined): Download | undefined {
  const takesPieces = c.req.header('trpc-accept') !== undefined;
  return c.req.method === 'GET' && !takesPieces ? operation?.download : undefined;
}

/** tRPC streams to its `httpBatchStreamLink` only. Other links get the pieces as a list, which they read as a whole. */
async function answerDownload(c: AppContext, shop: Shop, context: Context, download: Download): Promise<Response> {
  const text = c.req.query('input');
  refuseHostile(text ?? '');
  const isBatch = c.req.query('batch') === '1';
  const given = text === undefined ? undefined : parseJson(text, 'input');
  const input = decodeInput(isBatch ? (given as Record<string, unknown> | undefined)?.['0'] : given);
  const pieces = await download.call(context, input, c.req.raw.signal);
  const [before, after] = isBatch ? ['[', ']'] : ['', ''];
  async function* list() {
    let separator = `${before}{"result":{"data":{"json":[`;
    for await (const piece of pieces) {
      yield separator + JSON.stringify(piece);
      separator = ',';
    }
    yield `]}}}${after}`;
  }
  const headers = { 'content-type': 'application/json' };
  return streamedResponse(list(), headers, { shop, requestId: c.get('requestId') });
}

/**
 * Runs a subscription in tRPC's format. tRPC's own handler reports success before it knows, and sends failures without
 * ids or delays.
 */
async function answerEvents(c: AppContext, shop: Shop, context: Context, operation: Operation): Promise<Response> {
  const dialect = trpcDialect(c.get('requestId'));
  const open = async (left: AbortSignal) => {
    const text = (await checkedRequest(c)) && c.req.query('input');
    const given = text === undefined ? undefined : decodeInput(parseJson(text, 'input'));
    return operation.call(context, withLastEventId(c, given), left);
  };
  // Browsers show a page nothing of a response that is no stream, so a failure must be a stream too.
  return respondWithEvents(c, context, dialect, open).catch((error: unknown) => {
    if (isUnforeseen(error)) noteUnsent(shop, { requestId: c.get('requestId'), procedure: operation.name }, error);
    return refusedStream(dialect, failureOf(error));
  });
}

/**
 * Waits for the whole response. tRPC may stream it call by call, and the headers would be sent before a later login has
 * set its cookie.
 */
async function completed(response: Response): Promise<Response> {
  const { status, headers } = response;
  headers.delete('transfer-encoding');
  return new Response(await response.arrayBuffer(), { status, headers });
}

/** @throws MALFORMED_REQUEST, TOO_LARGE, UNSUPPORTED_MEDIA_TYPE */
async function checkedRequest(c: AppContext): Promise<Request> {
  const { raw } = c.req;
  refuseHostileAddress(raw.url);
  const { pathname, searchParams } = new URL(raw.url);
  if (!isDecodable(pathname) || searchParams.has('connectionParams')) {
    throw kernelFailures.MALFORMED_REQUEST({ reason: 'The address of the call cannot be read.' });
  }
  if (searchParams.has('batch') && callsIn(pathname) > maxBatchSize) {
    throw kernelFailures.MALFORMED_REQUEST({ reason: `A batch holds at most ${maxBatchSize} calls.` });
  }
  const input = searchParams.get('input');
  if (input !== null) {
    refuseHostile(input);
    // What does not parse, tRPC would report in the words of the engine, which are others in each version.
    parseJson(input, 'input');
  }
  if (raw.method !== 'POST') return raw;
  const body = await readJsonText(c);
  if (body !== '') parseJson(body);
  return new Request(raw.url, { method: 'POST', headers: raw.headers, body, signal: raw.signal });
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
