import { address, addressInput } from '@cartwright/kernel/addresses/schema';
import { emailAddress, id, mostGroups, text, timestamp } from '@cartwright/kernel/fields';
import { oneOf } from '@cartwright/kernel/one-of';
import { pageInput, pageOf } from '@cartwright/kernel/paging';
import { secret } from '@cartwright/kernel/secrets';
import { z } from 'zod';
import { cart, cartMerge } from '../cart/index.ts';
import { guestOrdersAPage, mostOpenOrders, order } from '../orders/index.ts';

const newPassword = secret(
  z.string().min(8).max(128).describe('8 to 128 characters, and none of the most common passwords'),
);
export const password = secret(z.string().max(128));
const name = text({ min: 2, max: 100 });
const mode = z
  .enum(['bearer', 'cookie'])
  .default('bearer')
  .describe(
    '`bearer`: the answer holds the tokens. `cookie`: the session is in a cookie that no script can read, and the answer holds no tokens',
  );
const token = secret(z.string().min(1).max(200));

export const newAccount = z.strictObject({ email: emailAddress, password: newPassword, name });

export const registerInput = newAccount.extend({
  verificationToken: token
    .optional()
    .describe(
      'The token of `auth.verifyCode`. The account begins with a verified address, and replaces an unverified account of the same address',
    ),
  mode,
});

export const loginInput = z.strictObject({ email: emailAddress, password, mode });

export const refreshInput = z.strictObject({
  refreshToken: token.optional().describe('Required unless the session is in a cookie'),
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
  [
    { email: emailAddress, code },
    { token: token.describe('The token of the link in the e-mail, instead of `email` and `code`') },
  ],
  () => ({ path: 'code', message: 'Send either email and code, or token.' }),
);

export const confirmErasureInput = oneOf(
  {
    action: z
      .enum(['export', 'erase'])
      .describe('`export` returns the orders of the address. `erase` removes the person from them'),
    cursor: pageInput.cursor.describe('The `nextCursor` of the answer before, with `export`'),
  },
  [
    { email: emailAddress, code },
    { token: token.describe('The token of the link in the e-mail or of an export, instead of `email` and `code`') },
  ],
  () => ({ path: 'code', message: 'Send either email and code, or token.' }),
);

export const changeEmailInput = z.strictObject({ email: emailAddress, password });

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
    groups: z.array(z.string()).max(mostGroups).describe('The customer groups, which promotions can require'),
    emailVerified: z.boolean(),
    createdAt: timestamp,
    cancelledOrders: z.number().int().describe('The number of orders that this customer cancelled'),
  })
  .meta({ id: 'User' });

export const session = z
  .object({
    user,
    accessToken: z.string().optional().describe('The token for `Authorization: Bearer …`. Absent in cookie mode'),
    refreshToken: z
      .string()
      .optional()
      .describe('Works for one `auth.refresh`, which may be repeated for 10 seconds. Absent in cookie mode'),
    tokenType: z.literal('Bearer').optional(),
    expiresIn: z
      .number()
      .int()
      .describe('The lifetime of the access token in seconds. In cookie mode that of the unused session'),
    expiresAt: timestamp.describe('The end of the same lifetime'),
    cart: cartMerge.optional().describe("The outcome of merging the guest's cart"),
    tokensShown: z
      .literal(false)
      .optional()
      .describe('Only in a replay, which does not show the tokens of the first answer again. Sign in instead'),
  })
  .meta({ id: 'Session' });

export const codeSent = z.object({ expiresAt: timestamp.describe('The end of the code in the e-mail') });

export const verification = z
  .object({
    verificationToken: z.string().describe('The token for `auth.register`'),
    expiresAt: timestamp,
    email: z.string().describe('The verified address'),
    emailVerified: z.boolean().describe('True if an account has this address. It is verified now'),
    needsPassword: z
      .boolean()
      .describe(
        'True if the account had been opened without proof of the address. It is empty now. Register with the token, or reset the password',
      ),
  })
  .meta({ id: 'Verification' });

export const device = z
  .object({
    id,
    mode: z.enum(['bearer', 'cookie']),
    userAgent: z.string().nullable().describe('The `User-Agent` of the device'),
    ip: z.string().nullable().describe('The IP address at sign-in'),
    createdAt: timestamp,
    lastUsedAt: timestamp.describe('Accurate to five minutes'),
    endsAt: timestamp.describe('The time at which the session ends at the latest'),
    current: z.boolean().describe('True for the session of this call'),
  })
  .meta({ id: 'Device' });

/** The sessions that an account has at most: one more ends the oldest. */
export const mostSessions = 100;

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
      .max(mostOpenOrders)
      .describe(
        `The numbers of the orders that keep name and addresses until they are delivered, or cancelled and refunded. Of more than ${mostOpenOrders}, the newest`,
      ),
  })
  .meta({ id: 'ErasedAccount' });

export const guestData = z
  .object({
    orders: z.array(order).max(guestOrdersAPage).describe('The orders of the address, newest first, for `export`'),
    nextCursor: z.string().nullable().describe('The `cursor` of the next page of an export'),
    openOrders: erasedAccount.shape.openOrders,
    token: z.string().nullable().describe('After an export: the `token` for the next page or for the erasure'),
    expiresAt: timestamp.nullable().describe('The end of `token`'),
  })
  .meta({ id: 'GuestData' });

export type ConfirmErasureInput = z.output<typeof confirmErasureInput>;
export type GuestData = z.output<typeof guestData>;
export type RegisterInput = z.output<typeof registerInput>;
export type LoginInput = z.output<typeof loginInput>;
export type RefreshInput = z.output<typeof refreshInput>;
export type EmailInput = z.output<typeof emailInput>;
export type VerifyCodeInput = z.output<typeof verifyCodeInput>;
export type ChangeEmailInput = z.output<typeof changeEmailInput>;
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
