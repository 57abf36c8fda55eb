export { code, codePrefix, newCode } from './codes.ts';
export { type PricingFacts, preparePricing } from './facts.ts';
export { type Destination, destinationOf } from './places.ts';
export { price } from './price.ts';
export * from './schema.ts';
export type * from './types.ts';
