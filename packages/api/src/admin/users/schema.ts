import { customerGroup, id, mostGroups, text } from '@cartwright/kernel/fields';
import { pageInput, pageOf } from '@cartwright/kernel/paging';
import { z } from 'zod';
import { device, mostSessions, user } from '../../auth/index.ts';
import { orderPage } from '../../orders/index.ts';

const role = z.enum(['customer', 'admin']);

export const listUsersInput = z.strictObject({
  q: text({ min: 1, max: 100 }).optional().describe('A part of the name or of the e-mail address'),
  role: role.optional(),
  group: customerGroup.optional().describe('Only the members of this customer group'),
  ...pageInput,
});

export const userInput = z.strictObject({ id });
export const setRoleInput = z.strictObject({ id, role });
export const setGroupsInput = z.strictObject({
  id,
  groups: z
    .array(customerGroup)
    .max(mostGroups)
    .describe('All groups of the account. An empty list removes it from all'),
});

export const userPage = pageOf(user).meta({ id: 'UserPage' });

export const userDetails = z
  .object({
    ...user.shape,
    orders: orderPage.describe(
      'The newest orders. `admin.orders.list` with this `customer` and the cursor returns the others',
    ),
    sessions: z
      .array(device.omit({ current: true }))
      .max(mostSessions)
      .describe(`The sessions of the account, newest first. Signing in beyond ${mostSessions} ends the oldest`),
  })
  .meta({ id: 'UserDetails' });

export const endedSessions = z.object({ ended: z.number().int().describe('The number of sessions that ended') });

export type ListUsersInput = z.output<typeof listUsersInput>;
export type UserInput = z.output<typeof userInput>;
export type SetRoleInput = z.output<typeof setRoleInput>;
export type SetGroupsInput = z.output<typeof setGroupsInput>;
export type UserDetails = z.output<typeof userDetails>;
