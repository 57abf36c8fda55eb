export { type MailServer, startMailServer } from './mail-server.ts';
export { type FakeStripe, startFakeStripe } from './stripe.ts';
export type { FakeEvent } from './stripe-account.ts';
export { type FakeVies, startFakeVies, type ViesMood } from './vies.ts';
