import { failures } from '@cartwright/api';
import { scopes } from '@cartwright/kernel/scopes';
import { restPrefix } from '../rest/prefix.ts';
import { statusOf } from '../rest/problem.ts';
import type { DocumentedShop } from './openapi.ts';
import { failureExample } from './problems.ts';

/** The introduction for newcomers, in Markdown: how to sign in, call, page, retry, read errors and follow streams. */
export function introductionOf({ publicUrl, rateLimits, clientCallsPerMinute }: DocumentedShop): string {
  const api = `${publicUrl}${restPrefix}`;
  const limits =
    rateLimits === 'off'
      ? 'This server counts no calls, because `RATE_LIMITS` is `off`.'
      : `Each network may make ${clientCallsPerMinute.toLocaleString('en')} calls a minute, and so may each API key. Some operations have limits of their own, ` +
        'which their descriptions list. The headers `RateLimit` and `RateLimit-Policy` say how many calls are left. A call over a limit ' +
        'is answered with 429 `RATE_LIMITED` and `Retry-After`. A replay with a known `Idempotency-Key` costs nothing.';
  return `
Cartwright is a shop over HTTP. Every operation below is also a procedure of the same name over tRPC, and a method of the SDK.

## Sign in

Register or log in to get an \`accessToken\`, and send it with each call:

\`\`\`sh
curl ${api}/auth/login -H 'content-type: application/json' \\
  -d '{ "email": "grace@example.com", "password": "correct horse" }'

curl ${api}/orders -H "authorization: Bearer $ACCESS_TOKEN"
\`\`\`

The token holds for \`expiresIn\` seconds. Exchange the \`refreshToken\` at \`POST /auth/refresh\` for new tokens before it ends. A page in a
browser asks for \`"mode": "cookie"\` instead, and the session is in a cookie that no script can read. Programs send an API key in
the place of the token; an admin makes keys at \`POST /admin/api-keys\`. A token that is not valid is answered with 401 \`UNAUTHENTICATED\`.

A guest needs no token to fill a cart. The first \`POST /cart/items\` answers with a \`token\`, which the client sends as \`X-Cart-Token\` from
then on.

## Amounts and times

Amounts are integers in minor units, such as cents, with their \`currency\` beside them: \`"price": 1599, "currency": "USD"\` is $15.99. Times
are ISO 8601 in UTC. Ids are UUIDs; an order also has a \`number\` and a product a \`slug\`, and paths take either.

## Page through a list

A list answers with \`{ "items": […], "nextCursor": "…" }\`. Send \`nextCursor\` as \`cursor\`, with the same filters, to get the next page, until it
is \`null\`. \`limit\` is 1 to 100, 20 by default.

\`\`\`sh
curl "${api}/products?limit=50&cursor=$NEXT_CURSOR"
\`\`\`

Reads of the catalogue carry an \`ETag\`. Send it as \`If-None-Match\`, and the answer is 304 without a body while nothing has changed.

## Retry safely

Send an \`Idempotency-Key\` with calls that create, charge or move stock, a new one for each thing to do. If an answer is lost, send the same
call with the same key: the server does the work once, and answers a repetition with what the first call made and
\`Idempotent-Replayed: true\`. A key is known for 24 hours, and that of an order forever. The same key with another input is 422
\`IDEMPOTENCY_KEY_REUSED\`. Retry after 429 and 503 when \`Retry-After\` is over, and after 409 \`IDEMPOTENCY_IN_PROGRESS\` in a few seconds.

## Read errors

An error is a problem document (RFC 9457), of the type \`application/problem+json\`. Decide by its \`code\`, which is stable. \`detail\` is for people, and
\`requestId\` finds the call in the server log. Each code brings its own facts, such as \`retryAfter\`; \`VALIDATION\` brings \`issues\`, one
for each field.

${tableOfCodes()}

## Limits

${limits}

## Follow orders live

\`GET /orders/events\`, \`GET /orders/{idOrNumber}/events\` and \`GET /admin/events\` answer with server-sent events. The connection stays open; an event
has an \`id\`, its type as \`event\`, and its fields as JSON in \`data\`:

\`\`\`
id: 4711
event: shipped
data: {"id":"4711","type":"shipped","orderNumber":"R7K2MQ94XD",…}
\`\`\`

Connect again when the connection ends, and send the last \`id\` as \`Last-Event-ID\`: no event is lost and none comes twice. An event \`problem\`
holds a problem document and ends the stream. An event \`reset\` tells that the shop has lost events that you received: read again what you show.

## API keys

An API key reaches the operations that name one of its scopes:

| scope | allows |
| --- | --- |
${Object.entries(scopes)
  .map(([name, allowed]) => `| \`${name}\` | ${allowed} |`)
  .join('\n')}
`.trim();
}

function tableOfCodes(): string {
  const rows = Object.values(failures)
    .map((maker) => ({ status: statusOf(maker), code: maker.code, detail: failureExample(maker).message }))
    .sort((a, b) => a.status - b.status)
    .map(({ status, code, detail }) => `| ${status} | \`${code}\` | ${detail} |`);
  return ['| status | code | for example |', '| --- | --- | --- |', ...rows].join('\n');
}
