import { appRouter, codesOf, failures, inputIssue, type Operation, operationsOf, scopes } from '@cartwright/api';
import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { cookieNames } from '../cookies.ts';
import { takesLabels } from '../rest/coerce.ts';
import { restPrefix } from '../rest/prefix.ts';
import { statusOf } from '../rest/problem.ts';

const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().describe('What happened and what to do about it'),
    code: z.string().describe('Stable: decide by this'),
    requestId: z.string(),
    issues: z.array(inputIssue).optional().describe('With VALIDATION: what is wrong with each field'),
  })
  .catchall(z.unknown())
  .meta({ id: 'Problem', description: 'RFC 9457, with the facts of the code beside the common fields.' });

type Code = keyof typeof failures;

const scopeList = Object.entries(scopes)
  .map(([name, what]) => `- \`${name}\`: ${what}`)
  .join('\n');

/** The OpenAPI 3.1 document of every procedure. */
export function openApiDocument(serverUrl: string) {
  const operations = operationsOf(appRouter);
  const paths: ZodOpenApiPathsObject = {};
  for (const operation of operations) {
    const path = (paths[operation.path] ??= {});
    path[operation.method.toLowerCase() as Lowercase<Operation['method']>] = describe(operation);
  }
  return createDocument(
    {
      openapi: '3.1.0',
      info: {
        title: 'Cartwright',
        version: '1.0.0',
        license: { name: 'MIT', identifier: 'MIT' },
        description:
          'A shop over REST. Amounts are integers in minor units, such as cents. Times are ISO 8601 in UTC. ' +
          'Errors are problem documents whose `code` is stable.',
      },
      servers: [{ url: `${serverUrl}${restPrefix}` }],
      tags: [...new Set(operations.map(tagOf))].map((name) => ({ name })),
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer', description: 'The `accessToken` of a session' },
          key: {
            type: 'http',
            scheme: 'bearer',
            bearerFormat: 'cw_live_…',
            description: `An API key, for programs. What is named beside it is the scope that it needs:\n\n${scopeList}`,
          },
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: cookieNames({ isProduction: true }).session,
            description: 'Of a session in cookie mode; without `__Host-` outside production',
          },
          cart: { type: 'apiKey', in: 'header', name: 'X-Cart-Token', description: "A guest's cart" },
        },
      },
      paths,
    },
    {
      override: ({ jsonSchema, zodSchema }) => {
        if (zodSchema._zod.def.type === 'date') Object.assign(jsonSchema, { type: 'string', format: 'date-time' });
      },
    },
  );
}

function tagOf({ name }: Operation): string {
  return name.split('.')[0] ?? name;
}

function describe(operation: Operation): ZodOpenApiOperationObject {
  const { meta, name, output } = operation;
  const content = output && {
    content: { [contentTypeOf(operation)]: { schema: meta.streams ? (meta.document ?? z.string()) : output } },
  };
  return {
    operationId: name,
    tags: [tagOf(operation)],
    summary: meta.summary,
    ...(meta.description !== undefined && { description: meta.description }),
    security: securityOf(operation),
    ...request(operation),
    responses: {
      [String(meta.status ?? 200)]: { description: successOf(operation), ...content },
      ...problemResponses(operation),
    },
  };
}

function contentTypeOf({ kind, meta }: Operation): string {
  return kind === 'subscription' ? 'text/event-stream' : (meta.streams ?? 'application/json');
}

function successOf({ kind, output }: Operation): string {
  if (kind !== 'subscription') return output ? 'Success' : 'Done, with nothing to say';
  return (
    'Server-sent events, for as long as you listen. `id` and `event` are the `id` and the `type` of what stands in ' +
    '`data` as JSON. An event `problem` holds a problem document and is the last one.'
  );
}

function request({ input, method, pathFields, meta, kind }: Operation) {
  const fields: Record<string, z.ZodType> = input?.shape ?? {};
  const pick = (wanted: (field: string) => boolean) =>
    Object.fromEntries(Object.entries(fields).filter(([field]) => wanted(field)));
  const inPath = pick((field) => pathFields.includes(field));
  const isInQuery = (field: string) => method === 'GET' || (meta.fileType !== undefined && field !== 'file');
  const query = inQuery(pick((field) => !pathFields.includes(field) && isInQuery(field)));
  const rest = pick((field) => !pathFields.includes(field) && !isInQuery(field));
  const body = z.strictObject(rest);
  const contentType = meta.maxFileBytes === undefined ? 'application/json' : 'multipart/form-data';
  const needed = meta.idempotent === 'needed by keys' ? '. Needed with an API key' : '';
  const key = z
    .string()
    .optional()
    .describe(
      `1 to 255 visible ASCII characters. The same key changes nothing twice, and answers with what was made before${needed}`,
    );
  const last = z.string().optional().describe('The same as `lastEventId`, and sent by browsers that come back');
  return {
    requestParams: {
      path: z.object(inPath),
      ...(Object.keys(query).length > 0 && { query: z.object(query) }),
      ...(meta.idempotent && { header: z.object({ 'Idempotency-Key': key }) }),
      ...(kind === 'subscription' && { header: z.object({ 'Last-Event-ID': last }) }),
    },
    ...(method !== 'GET' &&
      Object.keys(rest).length > 0 && {
        requestBody: {
          required: !body.safeParse({}).success,
          content: {
            [contentType]: { schema: body },
            ...(meta.fileType && { [meta.fileType]: { schema: z.string() } }),
          },
        },
      }),
  };
}

/** Labels come as `name:value`, as often as there are values. */
function inQuery(fields: Record<string, z.ZodType>): Record<string, z.ZodType> {
  const asTexts = (field: z.ZodType) =>
    z
      .array(z.string().regex(/^[^:]+:/))
      .optional()
      .describe(field.description ?? '');
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, takesLabels(field) ? asTexts(field) : field]),
  );
}

function securityOf({ meta }: Operation): Record<string, string[]>[] {
  const key = meta.scope === 'none' ? [] : [{ key: [meta.scope] }];
  switch (meta.access) {
    case 'public':
      return meta.optionalSession ? [{}, { bearer: [] }, { session: [] }] : [];
    case 'guest':
      return [{}, { bearer: [] }, { session: [] }, { cart: [] }, ...key];
    case 'customer':
    case 'admin':
      return [{ bearer: [] }, { session: [] }, ...key];
  }
}

function problemResponses(operation: Operation) {
  const codes = codesOf(operation) as readonly Code[];
  const byStatus = new Map<number, Code[]>();
  for (const code of codes) {
    const status = statusOf(failures[code]);
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, group]) => [
      String(status),
      {
        description: group.map((code) => `\`${code}\``).join(', '),
        content: { 'application/problem+json': { schema: problem } },
      },
    ]),
  );
}
