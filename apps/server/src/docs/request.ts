import { choicesOf, oneOf } from '@cartwright/kernel/one-of';
import type { Operation } from '@cartwright/kernel/operations';
import { z } from 'zod';
import type { ZodOpenApiOperationObject } from 'zod-openapi';
import { takesLabels } from '../rest/coerce.ts';
import { exampleOf } from './example.ts';

type Fields = Record<string, z.ZodType>;

export function requestOf(operation: Operation): Pick<ZodOpenApiOperationObject, 'requestParams' | 'requestBody'> {
  const { name, input, method, pathFields, meta } = operation;
  const fields: Fields = input?.shape ?? {};
  const isInQuery = (field: string) => method === 'GET' || (meta.fileType !== undefined && field !== 'file');
  const inPath = pick(fields, (field) => pathFields.includes(field));
  const inQuery = asQuery(pick(fields, (field) => !pathFields.includes(field) && isInQuery(field)));
  const rest = pick(fields, (field) => !pathFields.includes(field) && !isInQuery(field));
  const headers = headersOf(operation);
  const has = (some: Fields) => Object.keys(some).length > 0;
  return {
    requestParams: {
      ...(has(inPath) && { path: z.object(withExamples(inPath, name)) }),
      ...(has(inQuery) && { query: z.object(withExamples(inQuery, name)) }),
      ...(has(headers) && { header: z.object(headers) }),
    },
    ...(method !== 'GET' && has(rest) && { requestBody: bodyOf(operation, rest) }),
  };
}

function bodyOf({ name, input, meta }: Operation, fields: Fields) {
  const parts = input && choicesOf(input);
  const kept = ({ ...some }: Readonly<Fields>) => pick(some, (field) => field in fields);
  const body = parts ? oneOf(kept(parts.common), parts.choices.map(kept), parts.complaint) : z.strictObject(fields);
  const contentType = meta.maxFileBytes === undefined ? 'application/json' : 'multipart/form-data';
  return {
    required: !body.safeParse({}).success,
    content: {
      [contentType]: { schema: body, example: exampleOf(body, 'input', name) },
      ...(meta.fileType && { [meta.fileType]: { schema: z.string(), example: meta.fileExample } }),
    },
  };
}

function headersOf({ kind, meta }: Operation): Fields {
  const needed = meta.idempotent === 'needed by keys' ? ' API keys must send one.' : '';
  const header = (description: string) => z.string().optional().describe(description);
  const byDevice = meta.limits?.some(({ by }) => by.includes('device'));
  return {
    ...(meta.idempotent && {
      'Idempotency-Key': header(
        '1 to 255 visible ASCII characters, new for each thing to do. The server does the work once for each key, and answers ' +
          `a repetition with what the first call made.${needed}`,
      ),
    }),
    ...(meta.cache && {
      'If-None-Match': header('The `ETag` of the answer that the client holds, to get 304 while it is good'),
    }),
    ...(kind === 'subscription' && {
      'Last-Event-ID': header(
        'The `id` of the last event that arrived, as `lastEventId`. Browsers send it by themselves',
      ),
    }),
    ...((byDevice || meta.marksDevice) && {
      'X-Device-Token': header(
        'The `X-Device-Token` of an earlier answer, so that the tries of strangers do not count',
      ),
    }),
  };
}

/** Swagger UI fills in every example, so only required fields have one. */
function withExamples(fields: Fields, owner: string): Fields {
  const entries = Object.entries(fields).map(([name, field]) => {
    if (field._zod.optin !== undefined) return [name, field] as const;
    const { [name]: example } = exampleOf(z.object({ [name]: field }), 'input', owner) as Record<string, unknown>;
    return [name, field.meta({ param: { example } })] as const;
  });
  return Object.fromEntries(entries);
}

/** Labels come as `name:value`, once for each value. */
function asQuery(fields: Fields): Fields {
  const asTexts = (field: z.ZodType) =>
    z
      .array(z.string().regex(/^[^:]+:/))
      .optional()
      .describe(field.description ?? '');
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, takesLabels(field) ? asTexts(field) : field]),
  );
}

function pick(fields: Fields, isWanted: (field: string) => boolean): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([field]) => isWanted(field)));
}
