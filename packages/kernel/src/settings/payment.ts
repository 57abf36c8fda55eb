import { z } from 'zod';
import { isOrigin, list, positive, setting, url } from './setting.ts';

const paymentMethods = ['dummy', 'cod', 'stripe'] as const;
export type PaymentMethod = (typeof paymentMethods)[number];

export const paymentSettings = {
  PAYMENT_METHODS: setting(list.optional().pipe(z.array(z.enum(paymentMethods)).min(1).optional()), {
    about:
      'Payment methods that the shop offers. cod is cash on delivery. dummy takes no money, and production refuses it.',
    neededBy: 'a shop without cash on delivery',
    example: 'stripe',
    form: '`dummy`, `cod`, `stripe`, separated by commas',
    otherwise: '`dummy,cod`; `cod` in production; and `stripe` if STRIPE_SECRET_KEY is set',
  }),
  PAYMENT_WINDOW_MINUTES: setting(positive.max(525_600).default(30), {
    about: 'How long an unpaid order reserves its stock. Then the shop cancels the order.',
    neededBy: 'a shop with slow payment methods',
    example: '60',
    unit: 'minutes',
  }),
  STRIPE_SECRET_KEY: setting(
    z
      .string()
      .regex(/^(sk|rk)_\w+$/, 'Enter a secret or restricted key of Stripe, which begins with sk_ or rk_.')
      .optional(),
    {
      about: 'Secret or restricted key of the Stripe account. Enables payments with Stripe, and Stripe Tax.',
      neededBy: 'a shop that accepts payments with Stripe',
      example: 'sk_live_abc',
      form: '`sk_…` or `rk_…`',
      otherwise: 'none; the shop does not use Stripe',
      needs: {
        setting: 'PAYMENT_METHODS',
        isMet: (value: string) => /\bstripe\b/.test(value),
        words: 'stripe among PAYMENT_METHODS or TAX_PROVIDER=stripe',
        isMetUnset: true,
        or: { setting: 'TAX_PROVIDER', isMet: (value: string) => value === 'stripe' },
      },
    },
  ),
  STRIPE_PUBLISHABLE_KEY: setting(
    z
      .string()
      .regex(/^pk_\w+$/, 'Enter the publishable key of Stripe, which begins with pk_.')
      .optional(),
    {
      about: "Publishable key of the Stripe account, which `store.get` names for Stripe's client library.",
      neededBy: 'a shop that accepts payments with Stripe and has a frontend',
      example: 'pk_live_abc',
      form: '`pk_…`',
      otherwise: 'none; the frontend has to know it',
      needs: { setting: 'STRIPE_SECRET_KEY', isMet: (value: string) => /./.test(value), words: 'STRIPE_SECRET_KEY' },
    },
  ),
  STRIPE_WEBHOOK_SECRET: setting(
    z
      .string()
      .regex(/^whsec_\S+$/, 'Enter the signing secret of a webhook endpoint, which begins with whsec_.')
      .optional(),
    {
      about:
        'Secret that Stripe uses to sign its calls of /webhooks/stripe. Production needs it if STRIPE_SECRET_KEY is set.',
      neededBy: 'a shop that accepts payments with Stripe',
      example: 'whsec_abc',
      form: '`whsec_…`',
      otherwise: 'none; the server refuses calls of Stripe',
    },
  ),
  STRIPE_API_URL: setting(url.refine(isOrigin, 'Enter an origin, such as https://stripe-proxy.example.').optional(), {
    about: 'Address of the API of Stripe. In production it begins with https, because the server sends the key there.',
    neededBy: 'tests, and a shop that reaches Stripe through a proxy',
    example: 'https://stripe-proxy.example',
    otherwise: "the address of Stripe's API",
    needs: { setting: 'STRIPE_SECRET_KEY', isMet: (value: string) => /./.test(value), words: 'STRIPE_SECRET_KEY' },
  }),
};
