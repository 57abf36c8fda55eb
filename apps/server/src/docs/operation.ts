import { audienceOf } from '@cartwright/kernel/audience';
import type { Operation } from '@cartwright/kernel/operations';
import { z } from 'zod';
import type { ZodOpenApiOperationObject, ZodOpenApiResponsesObject } from 'zod-openapi';
import { exampleOf } from './example.ts';
import { headerReferences, headersFor } from './headers.ts';
import { limitsOf } from './limits.ts';
import type { DocumentedShop } from './openapi.ts';
import type { ProblemResponses } from './problems.ts';
import { requestOf } from './request.ts';

export function describeOperation(
  operation: Operation,
  shop: DocumentedShop,
  problems: ProblemResponses,
): ZodOpenApiOperationObject {
  const { meta, name } = operation;
  return {
    operationId: name,
    tags: [tagOf(operation)],
    summary: meta.summary,
    description: descriptionOf(operation, shop),
    security: securityOf(operation),
    ...requestOf(operation),
    responses: { ...successes(operation, shop), ...problems.of(operation) },
  };
}

export function tagOf({ name }: Operation): string {
  return name.split('.')[0] ?? name;
}

function descriptionOf(operation: Operation, { rateLimits }: DocumentedShop): string {
  const { description } = operation.meta;
  const limits = rateLimits === 'on' ? limitsOf(operation) : [];
  const parts = [description, `${audienceOf(operation.meta)}.`, limits.length > 0 && `Limits:\n\n${limits.join('\n')}`];
  return parts.filter((part) => typeof part === 'string').join('\n\n');
}

function successes(operation: Operation, shop: DocumentedShop): ZodOpenApiResponsesObject {
  const { meta, output } = operation;
  const status = meta.status ?? 200;
  const headers = (of: number) => headerReferences(headersFor(operation, of, shop));
  return {
    [String(status)]: {
      description: successOf(operation),
      headers: headers(status),
      ...(output && { content: contentOf(operation, output) }),
    },
    ...(meta.cache && {
      '304': {
        description: 'The client holds this answer already: it has the ETag of `If-None-Match`',
        headers: headers(304),
      },
    }),
  };
}

function contentOf({ kind, meta, name }: Operation, output: z.ZodType) {
  if (meta.streams && !meta.document) {
    return { [meta.streams]: { schema: z.string(), example: meta.fileExample } };
  }
  const schema = meta.document ?? output;
  const type = kind === 'subscription' ? 'text/event-stream' : 'application/json';
  return { [type]: { schema, example: exampleOf(schema, 'output', name) } };
}

function successOf({ kind, meta, output }: Operation): string {
  if (meta.status === 201) return 'Created. `Location` says where to read it';
  if (meta.status === 202) return 'Accepted: the server does the work after this answer';
  if (kind !== 'subscription') return output ? 'Success' : 'Success, without a body';
  return (
    'Server-sent events, for as long as the client listens. The lines `id` and `event` repeat the `id` and the `type` of the ' +
    'object in `data`, whose schema this is. An event `problem` holds a problem document and ends the stream.'
  );
}

function securityOf({ meta }: Operation): Record<string, string[]>[] {
  const key = meta.scope === 'none' ? [] : [{ key: [meta.scope] }];
  switch (meta.access) {
    case 'public':
      return meta.optionalSession ? [{}, { bearer: [] }, { session: [] }] : [];
    case 'guest':
      return [{}, { bearer: [] }, { session: [] }, { cart: [] }, ...key];
    case 'owner':
      return [{ bearer: [] }, { session: [] }, { order: [] }];
    case 'customer':
    case 'admin':
      return [{ bearer: [] }, { session: [] }, ...key];
  }
}
