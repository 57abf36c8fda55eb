import type { Case } from '../measurement.ts';
import { addToCart } from './add-to-cart.ts';
import { contention } from './contention.ts';
import { detail } from './detail.ts';
import { growth } from './growth.ts';
import { jobs } from './jobs.ts';
import { list } from './list.ts';
import { logging } from './logging.ts';
import { login } from './login.ts';
import { loginTimes } from './login-times.ts';
import { mailOutage } from './mail-outage.ts';
import { memory } from './memory.ts';
import { packages } from './packages.ts';
import { place } from './place.ts';
import { promotions } from './promotions.ts';
import { purchase } from './purchase.ts';
import { realtime } from './realtime.ts';
import { sdk } from './sdk.ts';
import { search } from './search.ts';
import { startUp } from './start-up.ts';

/** Every case, in the order of the table. */
export const cases: readonly Case[] = [
  list,
  search,
  detail,
  growth,
  logging,
  login,
  loginTimes,
  addToCart,
  place,
  purchase,
  promotions,
  mailOutage,
  contention,
  jobs,
  realtime,
  startUp,
  memory,
  packages,
  sdk,
];
