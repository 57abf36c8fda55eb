import { z } from 'zod';
import { emailAddress, id, text, timestamp } from '../kernel/fields.ts';

const password = z.string().min(8, 'must have at least 8 characters').max(128, 'must have at most 128 characters');

export const registerInput = z.strictObject({
  email: emailAddress,
  password,
  name: text({ min: 2, max: 100 }),
});

export const loginInput = z.strictObject({
  email: z.string().max(254),
  password: z.string().max(128),
});

export const refreshInput = z.strictObject({ refreshToken: z.string().min(1).max(200) });

export const user = z
  .object({
    id,
    email: z.string(),
    name: z.string(),
    role: z.enum(['customer', 'admin']),
    emailVerified: z.boolean(),
    createdAt: timestamp,
    cancelledOrders: z.number().int().describe('Orders that this customer cancelled'),
  })
  .meta({ id: 'User' });

export const session = z
  .object({
    user,
    accessToken: z.string().describe('Send it as `Authorization: Bearer …`'),
    refreshToken: z.string().describe('Good for one `auth.refresh`'),
    tokenType: z.literal('Bearer'),
    expiresIn: z.number().int().describe('Seconds that the access token still holds'),
    expiresAt: timestamp.describe('When the access token ends'),
  })
  .meta({ id: 'Session' });

export type RegisterInput = z.output<typeof registerInput>;
export type LoginInput = z.output<typeof loginInput>;
export type RefreshInput = z.output<typeof refreshInput>;
export type Session = z.output<typeof session>;
