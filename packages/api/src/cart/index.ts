export { emptyCarts } from './empty.ts';
export { findOwnCart } from './find.ts';
export { type CartLine, getCart, readCartLines } from './get.ts';
export { cartHandlers } from './handlers.ts';
export { cartJobs } from './jobs.ts';
export { cartOwner, type LockedCart, type LockedFacts, lockAndRead } from './lock-and-read.ts';
export { mergeGuestCart } from './merge.ts';
export { cartRouter } from './router.ts';
export { type CartMerge, cart, cartMerge } from './schema.ts';
