export { findOwnCart } from './find.ts';
export { type CartLine, readCartLines } from './get.ts';
export { cartRouter } from './router.ts';
export { takeCartLines } from './take.ts';
