export { type Cartwright, type CartwrightOptions, createCartwright, type ShopClient } from './client.ts';
export type * from './contract.ts';
export { default as procedures } from './contract.ts';
export { CartwrightError, type FailureCode, type FailureOf, type InputIssue, isFailure } from './errors.ts';
export type {
  ByOrderToken,
  CallOptions,
  Client,
  Download,
  FollowOptions,
  Handlers,
  IdempotentCallOptions,
  IdempotentMutation,
  Mutation,
  OrderTokenOption,
  ProcedureFacts,
  Query,
  Subscription,
  TextStream,
} from './procedure.ts';
export type { RetryOptions } from './retry.ts';
export type { SessionEvents, SessionState } from './session.ts';
export type { StoredSession, TokenStore, Tokens } from './tokens.ts';
