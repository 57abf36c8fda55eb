import { appRouter } from '@cartwright/api';
import type { Context } from '@cartwright/kernel/context';
import { kernelFailures } from '@cartwright/kernel/failures';
import { type Download, type Operation, operationsOf } from '@cartwright/kernel/operations';
import { fitsPart } from '@cartwright/kernel/reserved-words';
import type { Shop } from '@cartwright/kernel/shop';
import type { Hono } from 'hono';
import type { z } from 'zod';
import type { ReadCache } from '../cache/read-cache.ts';
import { compressed } from '../compression/respond.ts';
import { admitUploader, readUpload } from '../form.ts';
import { parseJson, readJsonText, refuseHostileAddress } from '../json.ts';
import { refuse } from '../refuse.ts';
import { type AppContext, contextOpener, type Variables } from '../request.ts';
import { streamedResponse } from '../stream.ts';
import { restDialect } from '../streams/dialects.ts';
import { withLastEventId } from '../streams/last-event-id.ts';
import { respondWithEvents } from '../streams/respond.ts';
import { foreseenFailure } from '../unsent.ts';
import { type Coerce, coercionFor } from './coerce.ts';
import { locationOf } from './location.ts';
import { restPrefix } from './prefix.ts';
import { problemResponse } from './problem.ts';

/** Registers the REST route of every procedure, once, at start. */
export function mountRest(app: Hono<{ Variables: Variables }>, shop: Shop, cache: ReadCache): void {
  const openContext = contextOpener(shop);
  for (const operation of operationsOf(appRouter).sort(staticFirst)) {
    const path = `${restPrefix}${operation.path.replaceAll(/\{(\w+)\}/g, ':$1')}`;
    const handler =
      operation.kind === 'subscription'
        ? streamHandler(operation, openContext)
        : handlerFor(operation, openContext, cache, shop);
    app.on(operation.method, path, handler);
  }
  const addresses = operationsOf(appRouter).map(({ method, path }) => ({ method, template: path.split('/') }));
  app.all(`${restPrefix}/*`, (c) => {
    const parts = c.req.path.slice(restPrefix.length).split('/');
    const allow = addresses.filter(({ template }) => fits(parts, template)).map(({ method }) => method);
    return refuse(c, allow.length > 0 ? kernelFailures.METHOD_NOT_ALLOWED({ allow }) : kernelFailures.NOT_FOUND({}));
  });
}

/** Tells whether the parts of a path fit a template. */
function fits(parts: readonly string[], template: readonly string[]): boolean {
  return parts.length === template.length && template.every((part, index) => fitsPart(parts[index] ?? '', part));
}

/** Sorts `/products/search` before `/products/{idOrSlug}`, because Hono answers with the first route that fits. */
function staticFirst(a: Operation, b: Operation): number {
  const rank = ({ path }: Operation) => path.replaceAll(/\{\w+\}/g, '\uffff');
  return rank(a) < rank(b) ? -1 : 1;
}

function handlerFor(
  operation: Operation,
  openContext: (c: AppContext) => Context,
  cache: ReadCache,
  shop: Shop,
): (c: AppContext) => Promise<Response> {
  const readInput = inputReader(operation);
  const { meta, kind, output, path, download } = operation;
  const status = meta.status ?? 200;

  async function answer(c: AppContext, ctx: Context): Promise<Response> {
    if (meta.maxFileBytes !== undefined) await admitUploader(ctx, meta);
    const input = await readInput(c);
    if (download) {
      const { type } = download;
      const headers = {
        // JSON needs no charset, because it is always UTF-8.
        'content-type': type === 'application/json' ? type : `${type}; charset=utf-8`,
        'content-disposition': `attachment; filename="${fileNameOf(path, type)}"`,
      };
      const pieces = await download.call(ctx, input, c.req.raw.signal);
      return streamedResponse(pieces, headers, { shop, requestId: c.get('requestId') });
    }
    const result = await operation.call(ctx, input, c.req.raw.signal);
    if (output === undefined) return new Response(null, { status, headers: { 'cache-control': 'no-store' } });
    const headers = {
      'content-type': 'application/json',
      ...((meta.access !== 'public' || kind === 'mutation') && { 'cache-control': 'no-store' }),
      ...(meta.location && { location: locationOf(meta.location, result, input()) }),
      ...(ctx.reply.replayed && { 'idempotent-replayed': 'true' }),
    };
    return new Response(JSON.stringify(result), { status, headers });
  }

  async function answerOrRefuse(c: AppContext, ctx: Context): Promise<Response> {
    try {
      return await answer(c, ctx);
    } catch (error) {
      return problemResponse(foreseenFailure(error), c.get('requestId'));
    }
  }

  return async (c) => {
    c.set('procedure', operation.name);
    try {
      const ctx = openContext(c);
      const response = await (meta.cache
        ? cache.serve(c, ctx, meta.cache, () => answerOrRefuse(c, ctx))
        : answerOrRefuse(c, ctx));
      return kind === 'query' ? await compressed(c, response) : response;
    } catch (error) {
      return problemResponse(foreseenFailure(error), c.get('requestId'));
    }
  };
}

function fileNameOf(path: string, type: Download['type']): string {
  const name = path.split('/').at(-1) ?? '';
  return type === 'application/json' ? `${name}.json` : name;
}

/** Serves a subscription as server-sent events. A failure is answered before the stream begins. */
function streamHandler(
  operation: Operation,
  openContext: (c: AppContext) => Context,
): (c: AppContext) => Promise<Response> {
  const readInput = inputReader(operation);
  return async (c) => {
    const requestId = c.get('requestId');
    try {
      const ctx = openContext(c);
      const readFields = await readInput(c);
      const input = () => withLastEventId(c, readFields());
      return await respondWithEvents(c, ctx, restDialect(requestId), (left) => operation.call(ctx, input, left));
    } catch (error) {
      return problemResponse(foreseenFailure(error), requestId);
    }
  };
}

/** @throws VALIDATION a secret is in the address, even if the body has it too */
function refuseSecrets(c: AppContext, secretFields: readonly string[]): void {
  const exposed = secretFields.filter((field) => c.req.query(field) !== undefined);
  if (exposed.length === 0) return;
  const message = 'Send this in the body, because logs and histories keep addresses.';
  throw kernelFailures.VALIDATION({
    issues: exposed.map((path) => ({ path, message, code: 'secret_in_address' })),
  });
}

/**
 * Coerces path and query, because they are texts. Takes a JSON body as it is. Passes on every field that was sent.
 *
 * @returns a function that refuses wrong fields, to be called after access was checked
 * @throws at once if the body cannot be read
 */
function inputReader(operation: Operation): (c: AppContext) => Promise<() => unknown> {
  const { input, method, kind, pathFields, meta, secretFields } = operation;
  const shape: Record<string, z.ZodType> = input?.shape ?? {};
  const coercions = new Map<string, Coerce>(Object.entries(shape).map(([name, field]) => [name, coercionFor(field)]));
  const coerce = (name: string, texts: readonly string[]) => coercions.get(name)?.(texts) ?? texts[0];
  // Many clients cannot send a body with DELETE, and a body that is a file has no room for fields.
  const readsQuery = input !== undefined && (kind !== 'mutation' || method === 'DELETE' || meta.fileType !== undefined);

  async function readBody(c: AppContext): Promise<unknown> {
    if (kind !== 'mutation') return {};
    if (meta.maxFileBytes !== undefined) return readUpload(c, operation);
    const text = await readJsonText(c);
    return text === '' ? {} : parseJson(text);
  }

  function refuseParameters(c: AppContext): void {
    refuseSecrets(c, secretFields);
    if (input && !readsQuery) refuseQuery(Object.keys(c.req.queries()));
  }

  return async (c) => {
    refuseHostileAddress(c.req.url);
    // The access of an uploader is checked before the file is read.
    if (meta.maxFileBytes !== undefined) refuseParameters(c);
    const body = await readBody(c);
    return () => {
      refuseParameters(c);
      // The input's own schema refuses a body that is not an object.
      if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
      const inPath = pathFields.map((name): Field => [name, coerce(name, [c.req.param(name) ?? ''])]);
      const inQuery = Object.entries(c.req.queries()).map(([name, texts]): Field => [name, coerce(name, texts)]);
      return once([...inPath, ...inQuery, ...Object.entries(body)]);
    };
  };
}

type Field = readonly [name: string, value: unknown];

/** @throws VALIDATION the address and the body, or two parts of the address, give one field different values */
function once(fields: readonly Field[]): Record<string, unknown> {
  const values = new Map<string, unknown>();
  for (const [name, value] of fields) {
    if (values.has(name) && values.get(name) !== value) {
      const message = 'The request says this twice, in different ways. Send it once.';
      throw kernelFailures.VALIDATION({ issues: [{ path: name, message, code: 'given_twice' }] });
    }
    values.set(name, value);
  }
  return Object.fromEntries(values);
}

/** @throws VALIDATION the query has a parameter, and the call reads none */
function refuseQuery(names: readonly string[]): void {
  if (names.length === 0) return;
  const message = 'This call reads nothing from its query. Leave this out, or send it in the body.';
  const issues = names.slice(0, 50).map((path) => ({ path: path.slice(0, 500), message, code: 'unrecognized_query' }));
  throw kernelFailures.VALIDATION({ issues });
}
