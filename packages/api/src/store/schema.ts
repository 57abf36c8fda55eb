import { currency } from '@cartwright/kernel/fields';
import { z } from 'zod';

const link = z.string().nullable().describe('The address of the page, or null if the store has not set it');

export const storeFacts = z
  .object({
    name: z.string(),
    currency,
    pricesIncludeTax: z.boolean().describe('Whether the prices of products and of shipping include tax'),
    countries: z
      .array(
        z.object({
          code: z.string().describe('ISO 3166-1 alpha-2'),
          name: z.string().describe('In English'),
          postalCode: z.enum(['required', 'optional', 'none']),
          states: z
            .array(z.object({ code: z.string(), name: z.string() }))
            .max(100)
            .optional()
            .describe('The states, one of which an address needs'),
        }),
      )
      .max(249)
      .describe('The countries that a shipping method serves'),
    paymentMethods: z
      .array(
        z.object({
          method: z.string().describe('The `payment.method` of an order'),
          label: z.string(),
          guests: z.boolean().describe('Whether guests can choose it'),
          publicKey: z.string().optional().describe("The key for the provider's client library"),
        }),
      )
      .max(10),
    guestCheckout: z.boolean().describe('Whether customers can order without an account'),
    limits: z.object({
      lines: z.number().int().describe('The most lines of a cart and of an order'),
      quantity: z.number().int().describe('The largest quantity of a line'),
    }),
    links: z.object({ terms: link, privacy: link, imprint: link, withdrawal: link }),
  })
  .meta({ id: 'Store' });

export type StoreFacts = z.output<typeof storeFacts>;
