import { z } from 'zod';
import { positive, setting } from './setting.ts';

export const accountSettings = {
  SIGNUP_POLICY: setting(z.enum(['verify_later', 'verify_first']).default('verify_later'), {
    about: 'Whether an account may exist before its e-mail address is verified.',
    neededBy: 'a shop that must know its customers’ addresses (verify_first)',
    example: 'verify_first',
  }),
  ACCESS_TOKEN_EXPIRE_MINUTES: setting(positive.max(525_600).default(30), {
    about: 'How long an access token of a bearer session counts.',
    neededBy: 'clients that cannot refresh their tokens so often',
    example: '60',
    unit: 'minutes',
  }),
  REFRESH_TOKEN_EXPIRE_DAYS: setting(positive.max(365).default(7), {
    about: 'How long a refresh token counts when it is not used. No session lasts longer than 30 days.',
    neededBy: 'a shop whose customers come back less than once a week',
    example: '14',
    unit: 'days',
  }),
  COOKIE_SAME_SITE: setting(z.enum(['lax', 'none']).default('lax'), {
    about:
      'Whether cookies work on pages of the same site only (lax), or also on pages of ALLOWED_ORIGINS on other sites (none: ' +
      'SameSite=None; Secure; Partitioned). none needs ALLOWED_ORIGINS and a PUBLIC_URL with https.',
    neededBy:
      'a frontend on another site than the API, such as shop.example and api.example.net, that keeps sessions in cookies',
    example: 'none',
  }),
};
