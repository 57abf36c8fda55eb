import type { Operation } from '@cartwright/kernel/operations';
import type { DocumentedShop } from './openapi.ts';

const text = (description: string, example: string, always = false) => ({
  description,
  ...(always && { required: true }),
  schema: { type: 'string' as const },
  example,
});

/** The descriptions of the response headers by name. */
const documented = {
  'X-Request-Id': text(
    'Names this request in the server log. The server takes the `X-Request-Id` of the request if it consists of letters, ' +
      'digits and `.:_-`, at most 100 of them.',
    '4f0c2a86-6f2c-4f0e-9a3e-0b8f6b1f7a11',
    true,
  ),
  'Cache-Control': text(
    '`no-cache`: keep the answer, and ask again with `If-None-Match` before each use. `no-store`: do not keep the answer.',
    'no-store',
    true,
  ),
  RateLimit: text(
    'The calls that are left of a limit (`r`) and the seconds until all are free again (`t`). A call that a limit of the ' +
      'operation refuses names that limit too.',
    '"client";r=2999;t=60',
  ),
  'RateLimit-Policy': text('The same limits: `q` calls in `w` seconds.', '"client";q=3000;w=60'),
  'Retry-After': {
    description: 'Seconds to wait before the next try.',
    schema: { type: 'integer' as const, minimum: 0 },
    example: 30,
  },
  'WWW-Authenticate': text('The kind of credentials that the server takes.', 'Bearer', true),
  Location: text('The path that shows the creation to its creator.', '/api/v1/auth/me', true),
  'Idempotent-Replayed': {
    description:
      'Present where an earlier call with the same `Idempotency-Key` did the work, and this call has changed nothing.',
    schema: { type: 'string' as const, enum: ['true'] },
    example: 'true',
  },
  ETag: text(
    'Names this form of the answer. Send it as `If-None-Match` to get 304 while nothing has changed. Admins get none, because ' +
      'their answers are not kept.',
    '"Zb2tzH0Y4bW5nJ8mQd1x3u7k9pA"',
  ),
  'X-Cache': {
    description: '`HIT`: the answer comes from memory. `MISS`: the server has just made it. Admins get none.',
    schema: { type: 'string' as const, enum: ['HIT', 'MISS'] },
    example: 'HIT',
  },
  'Content-Disposition': text('The name for the file.', 'attachment; filename="orders.csv"', true),
  'X-Device-Token': text(
    'Marks a device that has shown to know the password. Send it as `X-Device-Token` with the next login, and the tries of ' +
      'strangers do not count against this device. In cookie mode it is a cookie.',
    'ZGV2aWNlLXRva2Vu',
  ),
};

export type HeaderName = keyof typeof documented;

/** The headers for `components.headers` of the document. */
export function headerComponents(shop: DocumentedShop): Partial<typeof documented> {
  if (shop.rateLimits === 'on') {
    const policy = text(documented['RateLimit-Policy'].description, `"client";q=${shop.clientCallsPerMinute};w=60`);
    return { ...documented, 'RateLimit-Policy': policy };
  }
  const { RateLimit: _, 'RateLimit-Policy': __, ...others } = documented;
  return others;
}

const onEvery: readonly HeaderName[] = ['X-Request-Id', 'Cache-Control', 'RateLimit', 'RateLimit-Policy'];

/** The headers of an operation's responses with a status. */
export function headersFor({ meta }: Operation, status: number, shop: DocumentedShop): HeaderName[] {
  const isSuccess = status < 300;
  const names: (HeaderName | false | undefined)[] = [
    ...onEvery,
    status === 201 && 'Location',
    isSuccess && meta.idempotent && 'Idempotent-Replayed',
    (isSuccess || status === 304) && meta.cache && 'ETag',
    (isSuccess || status === 304) && meta.cache && 'X-Cache',
    isSuccess && meta.streams && 'Content-Disposition',
    isSuccess && meta.marksDevice && 'X-Device-Token',
    status === 401 && 'WWW-Authenticate',
    (status === 429 || status === 503) && 'Retry-After',
  ];
  const known = headerComponents(shop);
  return names.filter((name): name is HeaderName => typeof name === 'string' && name in known);
}

export function headerReferences(names: readonly HeaderName[]): Record<string, { $ref: string }> {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}
