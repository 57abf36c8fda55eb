import { appRouter, failures, version } from '@cartwright/api';
import { type Operation, operationsOf } from '@cartwright/kernel/operations';
import { scopes } from '@cartwright/kernel/scopes';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { openApiDocument } from '../src/docs/openapi.ts';

type Json = Record<string, unknown>;

interface Content {
  readonly schema: Json;
  readonly example?: unknown;
  readonly examples?: Record<string, { $ref: string }>;
}

interface DocumentedResponse {
  readonly description: string;
  readonly headers?: Record<string, { $ref: string }>;
  readonly content?: Record<string, Content>;
}

interface DocumentedOperation {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly tags: string[];
  readonly security: Json[];
  readonly parameters?: { name: string; in: string; required?: boolean; schema: Json; example?: unknown }[];
  readonly requestBody?: { required: boolean; content: Record<string, Content> };
  readonly responses: Record<string, DocumentedResponse>;
}

const shop = {
  publicUrl: 'https://shop.example.com',
  isProduction: true,
  rateLimits: 'on',
  clientCallsPerMinute: 3_000,
} as const;

/** The document as sent, after a round trip through JSON. */
const document = JSON.parse(JSON.stringify(openApiDocument(shop))) as {
  openapi: string;
  info: Json;
  servers: { url: string }[];
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, DocumentedOperation>>;
  components: {
    schemas: Record<string, Json>;
    securitySchemes: Record<string, Json>;
    headers: Record<string, Json>;
    examples: Record<string, { value: Json }>;
    responses: Record<string, DocumentedResponse>;
  };
};
const operations = operationsOf(appRouter);

/** The operation with the responses that it refers to. */
function documentOf({ path, method }: Operation): DocumentedOperation | undefined {
  const documented = document.paths[path]?.[method.toLowerCase()];
  if (!documented) return undefined;
  const responses = Object.entries(documented.responses).map(([status, response]) => {
    const name = /^#\/components\/responses\/(.+)$/.exec(String((response as { $ref?: string }).$ref))?.[1];
    return [status, name === undefined ? response : document.components.responses[name]!] as const;
  });
  return { ...documented, responses: Object.fromEntries(responses) };
}

function resolve(schema: Json | undefined): Json {
  const name = /^#\/components\/schemas\/(.+)$/.exec(String(schema?.['$ref']))?.[1];
  return (name === undefined ? schema : document.components.schemas[name]) ?? {};
}

const nameIn = (reference: string) => reference.split('/').pop() ?? '';

const ajv = addFormats.default(new Ajv2020({ strict: false }));
ajv.addSchema({ $id: 'https://shop.example/', components: document.components });

const validators = new Map<string, ReturnType<typeof ajv.compile>>();

/** Validates a value by a schema of the document. */
function faultsIn(schema: Json, value: unknown): unknown[] {
  const absolute = JSON.stringify(schema).replaceAll('"#/', '"https://shop.example/#/');
  const validate = validators.get(absolute) ?? ajv.compile(JSON.parse(absolute) as Json);
  validators.set(absolute, validate);
  return validate(value) ? [] : [value, validate.errors];
}

function everyValue(value: unknown, visit: (key: string, value: unknown, place: string) => void, place = ''): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    visit(key, item, `${place}/${key}`);
    everyValue(item, visit, `${place}/${key}`);
  }
}

test('the document is OpenAPI 3.1 and says where the API is', () => {
  expect(document.openapi).toMatch(/^3\.1\.\d+$/);
  expect(document.info).toMatchObject({
    title: expect.any(String),
    version: expect.any(String),
    license: { name: 'MIT' },
  });
  expect(document.servers.map(({ url }) => url)).toEqual(['https://shop.example.com/api/v1']);
});

test('it documents every procedure once, and nothing else', () => {
  const documented = Object.values(document.paths).flatMap((path) =>
    Object.values(path).map(({ operationId }) => operationId),
  );
  expect(documented.sort()).toEqual(operations.map(({ name }) => name).sort());
});

test('every reference leads somewhere, and every named component is used', () => {
  const used = new Set<string>();
  everyValue(document, (key, value) => {
    if (key === '$ref') used.add(String(value));
  });
  const { securitySchemes: _, ...components } = document.components;
  const there = Object.entries(components).flatMap(([kind, named]) =>
    Object.keys(named).map((name) => `#/components/${kind}/${name}`),
  );
  expect([...used].filter((ref) => !there.includes(ref))).toEqual([]);
  expect(there.filter((ref) => !used.has(ref))).toEqual([]);
});

test('no schema says nothing, and none speaks another dialect than 3.1', () => {
  const problems: string[] = [];
  everyValue(document, (key, value, place) => {
    if ((key === 'schema' || key === 'items') && JSON.stringify(value) === '{}') problems.push(`${place} is empty`);
    if (key === 'nullable') problems.push(`${place} is of OpenAPI 3.0`);
    if ((key === 'exclusiveMinimum' || key === 'exclusiveMaximum') && typeof value === 'boolean')
      problems.push(`${place} is of OpenAPI 3.0`);
  });
  expect(problems).toEqual([]);
});

test('every tag is declared and described, and every kind of credential is declared', () => {
  const tags = document.tags.map(({ name }) => name);
  expect(document.tags.filter(({ description }) => description.length < 40)).toEqual([]);
  for (const operation of operations) {
    const { tags: used, security } = documentOf(operation)!;
    expect(tags).toEqual(expect.arrayContaining(used));
    for (const scheme of security.flatMap((choice) => Object.keys(choice))) {
      expect(Object.keys(document.components.securitySchemes)).toContain(scheme);
    }
  }
});

test('times are texts in ISO 8601, amounts whole numbers', () => {
  const { Product, Order } = document.components.schemas as Record<string, { properties: Record<string, Json> }>;
  expect(Product?.properties['createdAt']).toMatchObject({ type: 'string', format: 'date-time' });
  expect(Product?.properties['price']).toMatchObject({ type: 'integer', minimum: 0 });
  expect(Order?.properties['total']).toMatchObject({ type: 'integer' });
});

test('the document has the version of the program, and is the same each time', () => {
  expect(document.info['version']).toBe(version);
  expect(JSON.stringify(openApiDocument(shop))).toBe(JSON.stringify(openApiDocument(shop)));
});

test('the document stays small enough to be read by tools and pages at once', () => {
  expect(JSON.stringify(document).length).toBeLessThan(600_000);
});

test('the introduction tells how to sign in, page, retry, read errors and follow, with every code and scope', () => {
  const text = String(document.info['description']);
  const sections = [...text.matchAll(/^## (.*)$/gm)].map(([, title]) => title);
  expect(sections).toEqual([
    'Sign in',
    'Amounts and times',
    'Page through a list',
    'Retry safely',
    'Read errors',
    'Limits',
    'Follow orders live',
    'API keys',
  ]);
  for (const code of Object.keys(failures)) expect(text).toContain(`\`${code}\``);
  for (const scope of Object.keys(scopes)) expect(text).toContain(`\`${scope}\``);
  expect(text).toContain('3,000 calls a minute');
});

test('every text names its actor and begins with a noun or a verb', () => {
  const vague =
    /\b(who|whom|whoever|whatever|somebody|nobody|anybody|everybody|anew|pictures?)\b|^(What|When|Where|Why|Which|Of)\b/;
  const problems: string[] = [];
  everyValue(document, (key, value, place) => {
    const isText = key === 'summary' || key === 'description';
    if (isText && typeof value === 'string' && vague.test(value)) problems.push(`${place}: ${value.slice(0, 200)}`);
  });
  expect(problems).toEqual([]);
});

test('with RATE_LIMITS=off the document speaks of no limits', () => {
  const free = JSON.stringify(openApiDocument({ ...shop, rateLimits: 'off' }));
  expect(free).not.toContain('Limits:');
  expect(free).not.toContain('#/components/headers/RateLimit');
});

test('an input that takes one of several things is a `oneOf`', () => {
  const withChoices: string[] = [];
  everyValue(document, (key, value, place) => {
    if (key === 'oneOf') withChoices.push(`${place.replace(/^.paths/, '')} ${(value as Json[]).length}`);
  });
  const bodies = withChoices.filter((place) => place.includes('/requestBody/'));
  const wanted = ['/cart/items/post', '/auth/code/verify/post', '/orders/post', '/orders/quote/post', '/products/post'];
  for (const path of [...wanted, '/admin/orders/{idOrNumber}/refund/post'])
    expect(bodies).toContainEqual(expect.stringContaining(`${path}/requestBody/`));

  const { schema } = document.paths['/cart/items']!['post']!.requestBody!.content['application/json']!;
  const id = '0193a5f0-7c1e-7a3b-9d5c-1f2e3d4c5b6a';
  expect(faultsIn(schema, { variantId: id })).toEqual([]);
  expect(faultsIn(schema, { productId: id, quantity: 2 })).toEqual([]);
  expect(faultsIn(schema, { productId: id, variantId: id })).not.toEqual([]);
  expect(faultsIn(schema, { quantity: 2 })).not.toEqual([]);
});

describe.each(operations)('$name', (operation) => {
  const documented = documentOf(operation)!;
  const { input, pathFields, meta, method } = operation;
  const fields = Object.keys(input?.shape ?? {});
  const isInAddress = method === 'GET' || documented.requestBody === undefined;

  test('has every field of its input in one place', () => {
    const parameters = (documented.parameters ?? []).filter((parameter) => parameter.in !== 'header');
    const inPath = parameters.filter((parameter) => parameter.in === 'path');
    expect(inPath.map(({ name, required }) => [name, required])).toEqual(pathFields.map((name) => [name, true]));
    const inQuery = parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name);
    const contents = Object.entries(documented.requestBody?.content ?? {});
    expect(contents.map(([type]) => type)).toEqual(
      meta.maxFileBytes
        ? ['multipart/form-data', ...(meta.fileType ? [meta.fileType] : [])]
        : contents.length > 0
          ? ['application/json']
          : [],
    );
    const body = resolve(contents[0]?.[1].schema);
    const choices = (body['oneOf'] as Json[] | undefined) ?? [body];
    const inBody = [...new Set(choices.flatMap((choice) => Object.keys((choice['properties'] as Json) ?? {})))];
    expect([...pathFields, ...inQuery, ...inBody].sort()).toEqual(fields.sort());
    if (isInAddress) expect(inBody).toEqual([]);
    else if (meta.fileType) expect(inBody).toEqual(['file']);
    else expect(inQuery).toEqual([]);
    if (inBody.length > 0) expect(choices.map((choice) => choice['additionalProperties'])).not.toContain(undefined);
  });

  test('says what success looks like, and only one success', () => {
    const successes = Object.keys(documented.responses).filter((status) => status.startsWith('2'));
    expect(successes).toEqual([String(meta.status ?? 200)]);
    const contentType = operation.kind === 'subscription' ? 'text/event-stream' : 'application/json';
    const content = documented.responses[String(meta.status ?? 200)]?.content;
    const schema = content?.[contentType]?.schema;
    if (meta.document) expect(resolve(schema)).toMatchObject({ type: 'object' });
    else if (meta.streams) expect(content).toMatchObject({ [meta.streams]: { schema: { type: 'string' } } });
    else if (operation.output) expect(resolve(schema)).toMatchObject({ type: 'object' });
    else expect(schema).toBeUndefined();
  });

  test('names its failures as problem documents', () => {
    const refusals = Object.entries(documented.responses).filter(([status]) => status >= '400');
    for (const [, { content, description }] of refusals) {
      expect(Object.keys(content ?? {})).toEqual(['application/problem+json']);
      expect(description).toMatch(/^`[A-Z_]+`/);
    }
    const codes = refusals.map(([, { description }]) => description).join();
    for (const code of meta.failures ?? []) expect(codes).toContain(`\`${code}\``);
    if (input) expect(codes).toContain('`VALIDATION`');
    if (meta.access !== 'public') expect(codes).toContain('`UNAUTHENTICATED`');
    if (meta.access === 'admin') expect(codes).toContain('`FORBIDDEN`');
    if (meta.limits) expect(codes).toContain('`RATE_LIMITED`');
  });

  test('says which scope an API key needs, or that none may', () => {
    const keys = documented.security.flatMap((choice) => ('key' in choice ? [choice['key']] : []));
    expect(keys).toEqual(meta.scope === 'none' ? [] : [[meta.scope]]);
    const codes = documented.responses['403']?.description ?? '';
    expect(codes.includes('`SCOPE_MISSING`')).toBe(meta.scope !== 'none');
  });

  test('takes an Idempotency-Key if it says so, and If-None-Match if its answers are kept', () => {
    const headers = (documented.parameters ?? []).filter((parameter) => parameter.in === 'header');
    const has = (wanted: string) => headers.some(({ name }) => name === wanted);
    expect(has('Idempotency-Key')).toBe(meta.idempotent !== undefined);
    expect(has('If-None-Match')).toBe(meta.cache !== undefined);
    expect('304' in documented.responses).toBe(meta.cache !== undefined);
  });

  test('gives examples that its schemas accept, and a request that its input accepts', () => {
    const examples = [documented.requestBody, ...Object.values(documented.responses)]
      .flatMap((one) => Object.entries(one?.content ?? {}))
      .flatMap(([type, { schema, example, examples: named = {} }]) => {
        const values = Object.values(named).map(({ $ref }) => document.components.examples[nameIn($ref)]?.value);
        return [...(example === undefined ? [] : [example]), ...values].map((value) => ({ type, schema, value }));
      });
    const contents = [documented.requestBody, ...Object.values(documented.responses)].flatMap((one) =>
      Object.keys(one?.content ?? {}),
    );
    expect(examples.map(({ type }) => type)).toEqual(expect.arrayContaining(contents));
    for (const { schema, value } of examples) expect(faultsIn(schema, value)).toEqual([]);

    const inAddress = (documented.parameters ?? []).filter((parameter) => parameter.in !== 'header');
    const given = inAddress.filter(({ example }) => example !== undefined).map(({ name, example }) => [name, example]);
    expect(inAddress.filter(({ required, example }) => required && example === undefined)).toEqual([]);
    const [body] = Object.values(documented.requestBody?.content ?? {});
    const sent = { ...Object.fromEntries(given), ...(body?.example as object) };
    const whole = meta.maxFileBytes === undefined ? sent : { ...sent, file: new File(['a'], 'a.png') };
    if (input) expect(input.safeParse(whole).error?.issues).toBeUndefined();
  });

  test('says what its limits are', () => {
    for (const { name, points, by } of meta.limits ?? []) {
      for (const whom of by) expect(documented.description).toContain(`\`${name}:${whom}\`: ${points} calls `);
    }
    expect(documented.description.includes('Limits:')).toBe(meta.limits !== undefined);
  });
});
