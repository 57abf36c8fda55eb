import { appRouter, version } from '@cartwright/api';
import { type Operation, operationsOf } from '@cartwright/kernel/operations';
import type { Settings } from '@cartwright/kernel/settings';
import { createDocument, type ZodOpenApiPathsObject } from 'zod-openapi';
import { cookieNames } from '../cookies.ts';
import { restPrefix } from '../rest/prefix.ts';
import { headerComponents } from './headers.ts';
import { introductionOf } from './introduction.ts';
import { writeChoices } from './one-of.ts';
import { describeOperation, tagOf } from './operation.ts';
import { ProblemResponses, problemExamples } from './problems.ts';
import { tagDescriptions } from './tags.ts';

export type DocumentedShop = Pick<Settings, 'publicUrl' | 'isProduction' | 'rateLimits' | 'clientCallsPerMinute'>;

/** Makes the OpenAPI 3.1 document of every procedure. The same settings give the same text. */
export function openApiDocument(shop: DocumentedShop) {
  const operations = operationsOf(appRouter);
  const problems = new ProblemResponses(shop);
  const paths: ZodOpenApiPathsObject = {};
  for (const operation of operations) {
    const path = (paths[operation.path] ??= {});
    path[operation.method.toLowerCase() as Lowercase<Operation['method']>] = describeOperation(
      operation,
      shop,
      problems,
    );
  }
  return createDocument(
    {
      openapi: '3.1.0',
      info: {
        title: 'Cartwright',
        version,
        description: introductionOf(shop),
        contact: { name: 'The operator of this shop', url: shop.publicUrl },
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: `${shop.publicUrl}${restPrefix}`, description: 'This shop' }],
      tags: [...new Set(operations.map(tagOf))].map((name) => ({ name, description: tagDescriptions[name] ?? '' })),
      components: {
        securitySchemes: securitySchemes(shop),
        headers: headerComponents(shop),
        examples: problemExamples(operations),
        responses: problems.components,
      },
      paths,
    },
    {
      override: ({ jsonSchema, zodSchema }) => {
        if (zodSchema._zod.def.type === 'date') Object.assign(jsonSchema, { type: 'string', format: 'date-time' });
        writeChoices(zodSchema, jsonSchema);
      },
    },
  );
}

function securitySchemes(shop: DocumentedShop) {
  return {
    bearer: {
      type: 'http',
      scheme: 'bearer',
      description: 'The `accessToken` of a session, from `POST /auth/register`, `/auth/login` or `/auth/refresh`.',
    },
    key: {
      type: 'http',
      scheme: 'bearer',
      bearerFormat: 'cw_live_…',
      description: 'An API key, for programs. Each operation names the scope that the key needs.',
    },
    session: {
      type: 'apiKey',
      in: 'cookie',
      name: cookieNames(shop).session,
      description:
        'The session of a browser that has signed in with `"mode": "cookie"`. It counts from pages of the shop only.',
    },
    order: {
      type: 'apiKey',
      in: 'header',
      name: 'X-Order-Token',
      description:
        "A guest's order: the `orderToken` that `POST /orders` answers with. It opens this order and no other, for a year.",
    },
    cart: {
      type: 'apiKey',
      in: 'header',
      name: 'X-Cart-Token',
      description: "A guest's cart: the `token` that the first call which puts something into it answers with.",
    },
  } as const;
}
