import { z } from 'zod';
import { flag, positive, setting } from './setting.ts';

export const accountSettings = {
  SIGNUP_POLICY: setting(z.enum(['verify_later', 'verify_first']).default('verify_later'), {
    about:
      'Decides if an account can exist before its e-mail address is verified: yes (verify_later) or no (verify_first).',
    neededBy: 'a shop that accepts only verified addresses (verify_first)',
    example: 'verify_first',
  }),
  GUEST_CHECKOUT: setting(flag.optional(), {
    about:
      'Lets customers order without an account. Their e-mails carry a link that opens the order. Its orders move to an ' +
      'account once its address is verified there.',
    neededBy: 'a shop that sells to guests',
    example: 'on',
    otherwise: '`off`; `on` in the demo shop',
  }),
  GUEST_COD: setting(flag.default('off'), {
    about: 'Lets guests choose cash on delivery, which reserves stock without a payment.',
    neededBy: 'a shop that trusts guests to accept their delivery',
    example: 'on',
    needs: { setting: 'GUEST_CHECKOUT', isMet: (value: string) => value === 'on', words: 'GUEST_CHECKOUT=on' },
  }),
  ACCESS_TOKEN_EXPIRE_MINUTES: setting(positive.max(525_600).default(30), {
    about: 'Lifetime of the access token of a bearer session.',
    neededBy: 'clients that cannot refresh their tokens every 30 minutes',
    example: '60',
    unit: 'minutes',
  }),
  REFRESH_TOKEN_EXPIRE_DAYS: setting(positive.max(365).default(7), {
    about: 'Lifetime of an unused refresh token. No session lasts longer than 30 days.',
    neededBy: 'a shop with customers that come back less than once a week',
    example: '14',
    unit: 'days',
  }),
  COOKIE_SAME_SITE: setting(z.enum(['lax', 'none']).default('lax'), {
    about:
      'Where session cookies work: on pages of the same site only (lax), or also on pages of ALLOWED_ORIGINS on other sites ' +
      '(none, which sets SameSite=None; Secure; Partitioned). none needs ALLOWED_ORIGINS and a PUBLIC_URL with https.',
    neededBy:
      'a frontend on another site than the API, such as shop.example and api.example.net, that keeps sessions in cookies',
    example: 'none',
  }),
};
