import type { Operation } from '@cartwright/kernel/operations';
import { addressOf, type Surface } from './surfaces.ts';

/** A hostile request to one procedure, which no client sends by accident. */
export interface HostileRequest {
  readonly kind: string;
  readonly address: string;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: NonNullable<RequestInit['body']>;
  /** The documented status and code. */
  readonly expected: readonly [number, string];
}

const anyId = '019a0000-0000-7000-8000-000000000001';
const json = { 'content-type': 'application/json' };
const malformed = [400, 'MALFORMED_REQUEST'] as const;
const invalid = [422, 'VALIDATION'] as const;
const foreign = [415, 'UNSUPPORTED_MEDIA_TYPE'] as const;
const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

/** Bodies that every procedure refuses. */
const bodies: Record<string, [NonNullable<RequestInit['body']>, readonly [number, string], string?]> = {
  'broken JSON': ['{"name": ', malformed],
  'two values': ['{} {}', malformed],
  'no JSON at all': ['name=Mug&price=1', malformed],
  'an escaped NUL': ['{"name":"a\\u0000b"}', malformed],
  'an escaped NUL in a key': ['{"a\\u0000":1}', malformed],
  'a NUL byte': ['{"name":"a\0b"}', malformed],
  'a document of 33 levels': [nested(33), malformed],
  'a document of 30,000 brackets': ['['.repeat(30_000), malformed],
  'bad UTF-8': [new Uint8Array([0x22, 0xc3, 0x28, 0x22]), malformed],
  'half of a letter in UTF-8': [new Uint8Array([0x22, 0xed, 0xa0, 0x80, 0x22]), malformed],
  'UTF-16': [new Uint8Array([0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00]), malformed],
  '100 KB': [JSON.stringify({ name: 'x'.repeat(100_000) }), [413, 'TOO_LARGE']],
  'a form': ['name=Mug', foreign, 'application/x-www-form-urlencoded'],
  'JSON called text': ['{}', foreign, 'text/plain'],
  'JSON called something longer': ['{}', foreign, 'application/json-patch+json'],
  'JSON without a type': ['{}', foreign, ''],
};

/** Encodings that superjson would read as a document that contains itself, or as a prototype. */
const encodings: Record<string, string> = {
  'a cyclic document': '{"json":{"a":{}},"meta":{"referentialEqualities":{"":["a"]}}}',
  'a reference to the root': '{"json":{"items":[]},"meta":{"referentialEqualities":[["items"]]}}',
  'a mark on a prototype': '{"json":{},"meta":{"values":{"__proto__.polluted":["undefined"]}}}',
  'a class': '{"json":{"a":"x"},"meta":{"values":{"a":[["class","Evil"]]}}}',
};

/** JSON documents that no procedure accepts. */
const documents: Record<string, string> = {
  null: 'null',
  'a list': '[{}]',
  'a text': '"text"',
  'half of a surrogate pair': '"\\ud800"',
  'an unknown field': '{"surprise":1}',
  'a prototype': '{"__proto__":{"role":"admin"}}',
  'a constructor': '{"constructor":{"prototype":{"role":"admin"}}}',
};

/** Every hostile request to one procedure on one surface. */
export function hostileRequests(surface: Surface, operation: Operation): HostileRequest[] {
  const { name, method, input, meta } = operation;
  const inPath = Object.fromEntries(operation.pathFields.map((field) => [field, anyId]));
  const plain = surface === 'rest' ? addressOf(surface, operation, inPath) : `/trpc/${name}`;
  const verb = surface === 'rest' ? method : operation.kind === 'mutation' ? 'POST' : 'GET';
  const requests: HostileRequest[] = [];
  const add = (kind: string, expected: readonly [number, string], request: Partial<HostileRequest>) =>
    requests.push({ kind, address: plain, method: verb, headers: {}, expected, ...request });

  const isForm = meta.maxFileBytes !== undefined;
  // REST reads no body for a procedure without input. tRPC reads the body of every mutation.
  const readsBody = verb !== 'GET' && (surface === 'trpc' || (input !== undefined && !isForm));
  if (readsBody) {
    for (const [kind, [body, expected, type]] of Object.entries(bodies)) {
      const headers =
        type === '' ? { 'content-type': 'application/octet-stream' } : type ? { 'content-type': type } : json;
      add(kind, expected, { body, headers });
    }
  }
  if (isForm && surface === 'rest') {
    add('JSON instead of a form', foreign, { body: '{}', headers: json });
    const boundary = { 'content-type': 'multipart/form-data; boundary=x' };
    add('a form that breaks off', malformed, {
      body: '--x\r\ncontent-disposition: form-data; name="file"',
      headers: boundary,
    });
  }

  if (surface === 'trpc') {
    const ask = (encoded: string): Partial<HostileRequest> =>
      verb === 'GET' ? { address: `${plain}?input=${encodeURIComponent(encoded)}` } : { body: encoded, headers: json };
    if (input && !isForm) for (const [kind, encoded] of Object.entries(encodings)) add(kind, malformed, ask(encoded));
    if (input && !isForm)
      for (const [kind, document] of Object.entries(documents)) add(kind, invalid, ask(`{"json":${document}}`));
    if (verb === 'GET') {
      add('an escaped NUL', malformed, ask('{"json":"\\u0000"}'));
      add('50 levels', malformed, ask(`{"json":${'['.repeat(50)}${']'.repeat(50)}}`));
      add('bad UTF-8 in the address', malformed, { address: `${plain}?input=%ff` });
    }
    const many = Array.from({ length: 1_000 }, () => name).join(',');
    const isLonger = many.length > 16_384;
    add('a batch of 1,000', isLonger ? [431, ''] : malformed, {
      address: `/trpc/${many}?batch=1`,
      ...(verb === 'POST' && { body: '{}', headers: json }),
    });
    add(
      'the other method',
      [405, 'METHOD_NOT_ALLOWED'],
      verb === 'GET' ? { method: 'POST', body: '{}', headers: json } : { method: 'GET' },
    );
    return requests;
  }

  add('a NUL in the address', malformed, { address: `${plain}?a=%00` });
  add('bad UTF-8 in the address', malformed, { address: `${plain}?a=%ff` });
  add('a surrogate in the address', malformed, { address: `${plain}?a=%ed%a0%80` });
  add('a method that it does not take', [405, 'METHOD_NOT_ALLOWED'], { method: 'PROPFIND' });
  if (method === 'GET' && input) {
    for (const query of ['surprise=1', '__proto__=1', 'constructor=1'])
      add(query, invalid, { address: `${plain}?${query}` });
  }
  if (readsBody) {
    for (const [kind, document] of Object.entries({ ...documents, ...encodings }))
      add(kind, invalid, { body: document, headers: json });
  }
  for (const field of operation.pathFields) {
    for (const bad of ['%00', '%ff', '%ed%a0%80']) {
      add(`${bad} as ${field}`, malformed, { address: plain.replace(anyId, bad) });
    }
  }
  return requests;
}
