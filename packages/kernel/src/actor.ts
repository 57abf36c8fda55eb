import { z } from 'zod';
import type { Caller, GuestContext, UserContext } from './context.ts';

/**
 * The actor of a change, as the tables store it: `user:<id>` and `key:<id>` for callers, `job:<name>` for the worker,
 * `cli` for the command line, and `customer` for an order's own customer, where the row outlives the account.
 */
export type Actor = CallerActor | `job:${string}` | 'cli' | 'customer';

/** A distinct name for each person and each key. Two keys of one admin have different names. */
export type CallerActor = `user:${string}` | `key:${string}`;

export type ParsedActor =
  | { readonly kind: 'cli' | 'customer' }
  | { readonly kind: 'user' | 'key'; readonly id: string }
  | { readonly kind: 'job'; readonly name: string };

export function userActor(id: string): CallerActor {
  return `user:${id}`;
}

export function keyActor(id: string): CallerActor {
  return `key:${id}`;
}

export function jobActor({ name }: { readonly name: string }): Actor {
  return `job:${name}`;
}

/** @example actorOfCaller(signedIn); // 'user:01890a5d-…' */
export function actorOfCaller({ user, key }: Caller): CallerActor {
  return key ? keyActor(key.id) : userActor(user.id);
}

/** The caller as the actor of the changes that this call makes. */
export function actorOf({ signedIn }: Pick<UserContext, 'signedIn'>): CallerActor {
  return actorOfCaller(signedIn);
}

/** The caller as the actor of a change of an order. A guest is the order's own customer. */
export function actorOfOwner({ signedIn }: Pick<GuestContext, 'signedIn'>): CallerActor | 'customer' {
  return signedIn ? actorOfCaller(signedIn) : 'customer';
}

/**
 * @returns undefined for a text that is no actor
 * @example
 * parseActor('job:expireOrder'); // { kind: 'job', name: 'expireOrder' }
 */
export function parseActor(text: string): ParsedActor | undefined {
  if (text === 'cli' || text === 'customer') return { kind: text };
  const colon = text.indexOf(':');
  const [kind, rest] = [text.slice(0, Math.max(0, colon)), text.slice(colon + 1)];
  if (rest === '') return undefined;
  if (kind === 'user' || kind === 'key') return { kind, id: rest };
  return kind === 'job' ? { kind, name: rest } : undefined;
}

/** The field of outputs that names an actor. */
export const actorField = z
  .string()
  .describe("The actor: `user:<id>`, `key:<id>`, `job:<name>`, `cli`, or `customer` for the order's own customer");
