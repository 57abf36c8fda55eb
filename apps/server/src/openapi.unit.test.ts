import { appRouter, type Operation, operationsOf } from '@cartwright/api';
import { describe, expect, test } from 'vitest';
import { openApiDocument } from './docs/openapi.ts';

type Json = Record<string, unknown>;

interface DocumentedOperation {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: string[];
  readonly security: Json[];
  readonly parameters?: { name: string; in: string; required?: boolean; schema: Json }[];
  readonly requestBody?: { required: boolean; content: Record<string, { schema: Json }> };
  readonly responses: Record<string, { description: string; content?: Record<string, { schema: Json }> }>;
}

/** As it is sent: whatever JSON cannot say is gone. */
const document = JSON.parse(JSON.stringify(openApiDocument('https://shop.example.com'))) as {
  openapi: string;
  info: Json;
  servers: { url: string }[];
  tags: { name: string }[];
  paths: Record<string, Record<string, DocumentedOperation>>;
  components: { schemas: Record<string, Json>; securitySchemes: Record<string, Json> };
};
const operations = operationsOf(appRouter);
const documentOf = ({ path, method }: Operation) => document.paths[path]?.[method.toLowerCase()];

/** The schema itself, or the one that it refers to. */
function resolve(schema: Json | undefined): Json {
  const name = /^#\/components\/schemas\/(.+)$/.exec(String(schema?.['$ref']))?.[1];
  return (name === undefined ? schema : document.components.schemas[name]) ?? {};
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
  expect(document.servers).toEqual([{ url: 'https://shop.example.com/api/v1' }]);
});

test('it documents every procedure once, and nothing else', () => {
  const documented = Object.values(document.paths).flatMap((path) =>
    Object.values(path).map(({ operationId }) => operationId),
  );
  expect(documented.sort()).toEqual(operations.map(({ name }) => name).sort());
});

test('every reference leads somewhere, and every named schema is used', () => {
  const used = new Set<string>();
  everyValue(document, (key, value) => {
    if (key === '$ref') used.add(String(value));
  });
  const there = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);
  expect([...used].filter((ref) => !there.includes(ref))).toEqual([]);
  expect(there.filter((ref) => !used.has(ref))).toEqual([]);
});

test('no schema says nothing, and none speaks another dialect than 3.1', () => {
  const faults: string[] = [];
  everyValue(document, (key, value, place) => {
    if ((key === 'schema' || key === 'items') && JSON.stringify(value) === '{}') faults.push(`${place} is empty`);
    if (key === 'nullable') faults.push(`${place} is of OpenAPI 3.0`);
    if ((key === 'exclusiveMinimum' || key === 'exclusiveMaximum') && typeof value === 'boolean')
      faults.push(`${place} is of OpenAPI 3.0`);
  });
  expect(faults).toEqual([]);
});

test('every tag is declared, and every kind of credential', () => {
  const tags = document.tags.map(({ name }) => name);
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
    const inBody = Object.keys((body['properties'] as Json | undefined) ?? {});
    expect([...pathFields, ...inQuery, ...inBody].sort()).toEqual(fields.sort());
    if (isInAddress) expect(inBody).toEqual([]);
    else if (meta.fileType) expect(inBody).toEqual(['file']);
    else expect(inQuery).toEqual([]);
    if (inBody.length > 0) expect(body['additionalProperties']).toBe(false);
  });

  test('says what success looks like, and only one success', () => {
    const successes = Object.keys(documented.responses).filter((status) => status.startsWith('2'));
    expect(successes).toEqual([String(meta.status ?? 200)]);
    const contentType = operation.kind === 'subscription' ? 'text/event-stream' : 'application/json';
    const content = documented.responses[String(meta.status ?? 200)]?.content;
    const schema = content?.[contentType]?.schema;
    if (meta.document) expect(resolve(schema)).toMatchObject({ type: 'object' });
    else if (meta.streams) expect(content).toEqual({ [meta.streams]: { schema: { type: 'string' } } });
    else if (operation.output) expect(resolve(schema)).toMatchObject({ type: 'object' });
    else expect(schema).toBeUndefined();
  });

  test('names its failures as problem documents', () => {
    const failures = Object.entries(documented.responses).filter(([status]) => !status.startsWith('2'));
    for (const [, { content, description }] of failures) {
      expect(Object.keys(content ?? {})).toEqual(['application/problem+json']);
      expect(description).toMatch(/^`[A-Z_]+`/);
    }
    const codes = failures.map(([, { description }]) => description).join();
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

  test('takes an Idempotency-Key if it says so', () => {
    const keys = (documented.parameters ?? []).filter(({ name }) => name === 'Idempotency-Key');
    expect(keys.map(({ in: place }) => place)).toEqual(meta.idempotent ? ['header'] : []);
  });
});
