import { id, text, time, timestamp } from '@cartwright/kernel/fields';
import { pageInput, pageOf } from '@cartwright/kernel/paging';
import { scopeNames, scopes } from '@cartwright/kernel/scopes';
import { z } from 'zod';
import { password } from '../../auth/index.ts';

const scope = z.enum(scopeNames).meta({
  id: 'Scope',
  description: Object.entries(scopes)
    .map(([name, what]) => `\`${name}\`: ${what}`)
    .join('. '),
});

export const createApiKeyInput = z.strictObject({
  name: text({ min: 1, max: 100 }).describe('A name for the key, such as that of the program'),
  scopes: z.array(scope).min(1).max(scopeNames.length).describe('The scopes of the key. It reaches nothing else'),
  expiresAt: time.optional().describe('The time at which the key ends. Without it the key does not end by itself'),
  password: password.describe('The password of your account, because a key outlives the session that creates it'),
});

export const listApiKeysInput = z.strictObject(pageInput);
export const revokeApiKeyInput = z.strictObject({ id });

export const apiKey = z
  .object({
    id,
    name: z.string(),
    prefix: z.string().describe('The first characters of the key'),
    scopes: z.array(scope).max(scopeNames.length),
    createdBy: z.object({ id, name: z.string() }).describe('The admin that the key acts for'),
    createdAt: timestamp,
    expiresAt: timestamp.nullable(),
    lastUsedAt: timestamp.nullable().describe('To within a minute'),
    revokedAt: timestamp.nullable(),
  })
  .meta({ id: 'ApiKey' });

export const createdApiKey = apiKey
  .extend({
    key: z.string().optional().describe('The key, for `Authorization: Bearer …`. Only the first answer has it'),
    keyShown: z
      .boolean()
      .describe('False in a replay with the same `Idempotency-Key`, which does not show the key again'),
  })
  .meta({ id: 'CreatedApiKey' });

export const apiKeyPage = pageOf(apiKey).meta({ id: 'ApiKeyPage' });

export type CreateApiKeyInput = z.output<typeof createApiKeyInput>;
export type ListApiKeysInput = z.output<typeof listApiKeysInput>;
export type RevokeApiKeyInput = z.output<typeof revokeApiKeyInput>;
export type ApiKey = z.output<typeof apiKey>;
export type CreatedApiKey = z.output<typeof createdApiKey>;
