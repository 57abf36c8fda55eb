import { appRouter, createContext, failureOf, kernelFailures, type Operation, operationsOf, type Shop } from '@cartwright/api';
import type { Hono } from 'hono';
import type { z } from 'zod';
import { parseJson, readJsonText } from '../json.ts';
import { type AppContext, requestFacts, type Variables } from '../request.ts';
import { type Coerce, coercionFor } from './coerce.ts';
import { problemResponse } from './problem.ts';

export const restPrefix = '/api/v1';

/** Gives every procedure its REST route, once, at start. */
export function mountRest(app: Hono<{ Variables: Variables }>, shop: Shop): void {
  for (const operation of operationsOf(appRouter).sort(staticFirst)) {
    const path = `${restPrefix}${operation.path.replaceAll(/\{(\w+)\}/g, ':$1')}`;
    app.on(operation.method, path, handlerFor(operation, shop));
  }
  app.all(`${restPrefix}/*`, (c) => problemResponse(kernelFailures.NOT_FOUND({}), c.get('requestId')));
}

/** Hono answers with the first route that fits: `/products/search` must stand before `/products/{idOrSlug}`. */
function staticFirst(a: Operation, b: Operation): number {
  const rank = ({ path }: Operation) => path.replaceAll(/\{\w+\}/g, '\uffff');
  return rank(a) < rank(b) ? -1 : 1;
}

function handlerFor(operation: Operation, shop: Shop): (c: AppContext) => Promise<Response> {
  const readInput = inputReader(operation);
  const status = operation.meta.status ?? 200;
  return async (c) => {
    try {
      const ctx = createContext(shop, requestFacts(c));
      const result = await operation.call(ctx, await readInput(c), c.req.raw.signal);
      const headers = {
        'content-type': 'application/json',
        ...(operation.meta.access !== 'public' && { 'cache-control': 'no-store' }),
        ...(ctx.reply.replayed && { 'idempotent-replayed': 'true' }),
      };
      if (operation.output === undefined) return new Response(null, { status });
      return new Response(JSON.stringify(result), { status, headers });
    } catch (error) {
      return problemResponse(failureOf(error), c.get('requestId'));
    }
  };
}

/** Path and query are texts and are coerced; a body is JSON and is taken as it is. */
function inputReader({ input, method, pathFields }: Operation): (c: AppContext) => Promise<unknown> {
  if (!input) return async () => undefined;
  const shape: Record<string, z.ZodType> = input.shape;
  const coercions = new Map<string, Coerce>(Object.entries(shape).map(([name, field]) => [name, coercionFor(field)]));
  const coerce = (name: string, texts: readonly string[]) => coercions.get(name)?.(texts) ?? texts[0];

  return async (c) => {
    const inPath = pathFields.map((name) => [name, coerce(name, [c.req.param(name) ?? ''])]);
    if (method === 'GET' || method === 'DELETE') {
      const inQuery = Object.entries(c.req.queries()).map(([name, texts]) => [name, coerce(name, texts)]);
      return Object.fromEntries([...inQuery, ...inPath]);
    }
    const text = await readJsonText(c);
    const body = text === '' ? {} : parseJson(text);
    // Not an object: the input's own check says so.
    if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
    return { ...body, ...Object.fromEntries(inPath) };
  };
}
