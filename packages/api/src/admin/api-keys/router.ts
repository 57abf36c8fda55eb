import { adminProcedure, router } from '@cartwright/kernel/procedures';
import { z } from 'zod';
import { passwordGuesses } from '../../auth/index.ts';
import { createApiKey } from './create.ts';
import { listApiKeys } from './list.ts';
import { revokeApiKey } from './revoke.ts';
import { apiKeyPage, createApiKeyInput, createdApiKey, listApiKeysInput, revokeApiKeyInput } from './schema.ts';

export const adminApiKeysRouter = router({
  list: adminProcedure({ rest: 'GET /admin/api-keys', scope: 'none', summary: 'List the API keys, newest first' })
    .input(listApiKeysInput)
    .output(apiKeyPage)
    .query(({ ctx, input }) => listApiKeys(ctx, input)),

  create: adminProcedure({
    rest: 'POST /admin/api-keys',
    scope: 'none',
    status: 201,
    location: '/admin/api-keys',
    idempotent: true,
    summary: 'Create an API key for a program',
    description:
      'Only the first answer shows the key, and a replay does not. The key acts for the admin that created it, and ends when that account is no longer an admin.',
    failures: ['INVALID_CREDENTIALS'],
    limits: [passwordGuesses],
  })
    .input(createApiKeyInput)
    .output(createdApiKey)
    .mutation(({ ctx, input }) => createApiKey(ctx, input)),

  revoke: adminProcedure({
    rest: 'DELETE /admin/api-keys/{id}',
    scope: 'none',
    status: 204,
    summary: 'Revoke an API key',
    failures: ['NOT_FOUND'],
  })
    .input(revokeApiKeyInput)
    .output(z.void())
    .mutation(({ ctx, input }) => revokeApiKey(ctx, input)),
});
