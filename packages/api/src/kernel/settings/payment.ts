import { z } from 'zod';
import { isOrigin, list, positive, setting, url } from './setting.ts';

const paymentMethods = ['dummy', 'cod', 'stripe'] as const;
export type PaymentMethod = (typeof paymentMethods)[number];

export const paymentSettings = {
  PAYMENT_METHODS: setting(list.optional().pipe(z.array(z.enum(paymentMethods)).min(1).optional()), {
    about: 'How customers can pay. cod is cash on delivery; dummy takes no money and is refused in production.',
    neededBy: 'a shop that does not take cash on delivery',
    example: 'stripe',
    form: '`dummy`, `cod`, `stripe`, separated by commas',
    otherwise: '`dummy,cod`; `cod` in production; with stripe where it has a key',
  }),
  PAYMENT_WINDOW_MINUTES: setting(positive.max(525_600).default(30), {
    about: 'An order that is not paid by then is cancelled, and its stock is free again.',
    neededBy: 'a shop with slow means of payment',
    example: '60',
    unit: 'minutes',
  }),
  STRIPE_SECRET_KEY: setting(
    z
      .string()
      .regex(/^(sk|rk)_\w+$/, 'Enter a secret or restricted key of Stripe, which begins with sk_ or rk_.')
      .optional(),
    {
      about: 'Turns payments by Stripe on.',
      neededBy: 'a shop that is paid by Stripe',
      example: 'sk_live_abc',
      form: '`sk_…` or `rk_…`',
      otherwise: 'no Stripe',
      needs: {
        setting: 'PAYMENT_METHODS',
        isMet: (value: string) => /\bstripe\b/.test(value),
        words: 'stripe among PAYMENT_METHODS',
        isMetUnset: true,
      },
    },
  ),
  STRIPE_WEBHOOK_SECRET: setting(
    z
      .string()
      .regex(/^whsec_\S+$/, 'Enter the signing secret of a webhook endpoint, which begins with whsec_.')
      .optional(),
    {
      about: 'Stripe signs with it what it sends to /webhooks/stripe. Production needs it with a key.',
      neededBy: 'a shop that is paid by Stripe',
      example: 'whsec_abc',
      form: '`whsec_…`',
      otherwise: 'no webhook',
    },
  ),
  STRIPE_API_URL: setting(url.refine(isOrigin, 'Enter an origin, such as https://stripe-proxy.example.').optional(), {
    about: 'Where Stripe is reached. In production it begins with https, because the key goes there.',
    neededBy: 'tests, and a shop that reaches Stripe by a proxy',
    example: 'https://stripe-proxy.example',
    otherwise: "Stripe's own address",
    needs: { setting: 'STRIPE_SECRET_KEY', isMet: (value: string) => /./.test(value), words: 'STRIPE_SECRET_KEY' },
  }),
};
