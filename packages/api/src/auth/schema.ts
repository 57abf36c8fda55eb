import { z } from 'zod';
import { cart, cartMerge } from '../cart/index.ts';
import { address, addressInput } from '../kernel/addresses/schema.ts';
import { emailAddress, id, text, timestamp } from '../kernel/fields.ts';
import { oneOf } from '../kernel/one-of.ts';
import { pageInput, pageOf } from '../kernel/paging.ts';
import { secret } from '../kernel/secrets.ts';
import { order } from '../orders/index.ts';

const newPassword = secret(z.string().min(8).max(128).describe('8 to 128 characters, and not one of the most common'));
export const password = secret(z.string().max(128));
const name = text({ min: 2, max: 100 });
const mode = z
  .enum(['bearer', 'cookie'])
  .default('bearer')
  .describe(
    '`cookie` for browsers: the session is in a cookie that no script can read, and the answer holds no tokens',
  );
const token = secret(z.string().min(1).max(200));

export const newAccount = z.strictObject({ email: emailAddress, password: newPassword, name });

export const registerInput = newAccount.extend({
  verificationToken: token
    .optional()
    .describe(
      'From `auth.verifyCode`: the account begins with a verified address, and one that a stranger made gives way to it',
    ),
  mode,
});

export const loginInput = z.strictObject({ email: emailAddress, password, mode });

export const refreshInput = z.strictObject({
  refreshToken: token.optional().describe('Left out where the session is in a cookie'),
});

export const emailInput = z.strictObject({ email: emailAddress });

const code = secret(
  z
    .string()
    .trim()
    .regex(/^\d{6}$/, 'Enter the six digits from the e-mail.'),
);

export const verifyCodeInput = oneOf(
  {},
  [{ email: emailAddress, code }, { token: token.describe('From the link of the mail, instead of address and code') }],
  () => ({ path: 'code', message: 'Send either email and code, or token.' }),
);

export const changePasswordInput = z.strictObject({ currentPassword: password, newPassword });
export const resetPasswordInput = z.strictObject({ token, password: newPassword });
export const updateMeInput = z.strictObject({ name: name.optional() });
export const deleteMeInput = z.strictObject({ password });
export const idInput = z.strictObject({ id });
export const pageOnlyInput = z.strictObject(pageInput);

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
    accessToken: z.string().optional().describe('Send it as `Authorization: Bearer …`. Absent in cookie mode'),
    refreshToken: z
      .string()
      .optional()
      .describe('Good for one `auth.refresh`, which may be repeated for 10 seconds. Absent in cookie mode'),
    tokenType: z.literal('Bearer').optional(),
    expiresIn: z
      .number()
      .int()
      .describe('Seconds that the access token still holds; in cookie mode, without use, the session'),
    expiresAt: timestamp.describe('The same as a time'),
    cart: cartMerge.optional().describe("What became of the guest's cart that was sent along"),
    tokensShown: z
      .literal(false)
      .optional()
      .describe('Only in a replay: the account was opened before, and its first tokens are not shown again. Sign in'),
  })
  .meta({ id: 'Session' });

export const codeSent = z.object({ expiresAt: timestamp.describe('When the code in the mail ends') });

export const verification = z
  .object({
    verificationToken: z.string().describe('For `auth.register`'),
    expiresAt: timestamp,
    email: z.string().describe('The address that was proven'),
    emailVerified: z.boolean().describe('There is an account with this address, and it is verified now'),
    needsPassword: z
      .boolean()
      .describe(
        'The account was taken from a stranger who had made it, and is empty. Register with the token, or reset the password',
      ),
  })
  .meta({ id: 'Verification' });

export const device = z
  .object({
    id,
    mode: z.enum(['bearer', 'cookie']),
    userAgent: z.string().nullable().describe('What the device said it is'),
    ip: z.string().nullable().describe('From where it signed in'),
    createdAt: timestamp,
    lastUsedAt: timestamp.describe('To within five minutes'),
    endsAt: timestamp.describe('When it has to sign in again at the latest'),
    current: z.boolean().describe('The session of this call'),
  })
  .meta({ id: 'Device' });

export const devicePage = pageOf(device).meta({ id: 'DevicePage' });

export const savedAddress = z
  .object({ ...address.shape, id, createdAt: timestamp, updatedAt: timestamp })
  .meta({ id: 'SavedAddress' });

export const addressPage = pageOf(savedAddress).meta({ id: 'SavedAddressPage' });

export const createAddressInput = addressInput;
export const updateAddressInput = z.strictObject(address.shape).partial().extend({ id });

export const personalData = z
  .object({
    exportedAt: timestamp,
    user,
    addresses: z.array(savedAddress),
    sessions: z.array(device),
    cart,
    orders: z.array(order),
  })
  .meta({ id: 'PersonalData' });

export const erasedAccount = z
  .object({
    openOrders: z
      .array(z.string())
      .describe('Numbers of orders that keep name and addresses until they are delivered, or cancelled and refunded'),
  })
  .meta({ id: 'ErasedAccount' });

export type RegisterInput = z.output<typeof registerInput>;
export type LoginInput = z.output<typeof loginInput>;
export type RefreshInput = z.output<typeof refreshInput>;
export type EmailInput = z.output<typeof emailInput>;
export type VerifyCodeInput = z.output<typeof verifyCodeInput>;
export type ChangePasswordInput = z.output<typeof changePasswordInput>;
export type ResetPasswordInput = z.output<typeof resetPasswordInput>;
export type UpdateMeInput = z.output<typeof updateMeInput>;
export type DeleteMeInput = z.output<typeof deleteMeInput>;
export type IdInput = z.output<typeof idInput>;
export type PageInput = z.output<typeof pageOnlyInput>;
export type CreateAddressInput = z.output<typeof createAddressInput>;
export type UpdateAddressInput = z.output<typeof updateAddressInput>;
export type ErasedAccount = z.output<typeof erasedAccount>;
export type Session = z.output<typeof session>;
export type Verification = z.output<typeof verification>;
export type Device = z.output<typeof device>;
export type SavedAddress = z.output<typeof savedAddress>;
export type PersonalData = z.output<typeof personalData>;
