export { findOwnCart } from './find.ts';
export { type CartLine, getCart, readCartLines } from './get.ts';
export { cartHandlers } from './handlers.ts';
export { cartJobs } from './jobs.ts';
export { mergeGuestCart } from './merge.ts';
export { cartRouter } from './router.ts';
export { type CartMerge, cart, cartMerge } from './schema.ts';
export { takeCartLines } from './take.ts';
