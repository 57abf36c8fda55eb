import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { AppRouter } from '@cartwright/api';
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import { expect, test } from 'vitest';
import type { Contract } from './contract.ts';

/** The output type of a subscription in tRPC. */
type Stream<Event> = AsyncIterable<{ id: string; data: Event }, void, void>;

type Side<C, Which extends 'input' | 'output'> = {
  [Name in keyof C]: C[Name] extends { kind: string; input: unknown; output: unknown }
    ? [Which, C[Name]['kind']] extends ['output', 'subscription']
      ? Stream<C[Name]['output']>
      : C[Name][Which]
    : Side<C[Name], Which>;
};

/**
 * Checks both ways, because identity ignores `?: T` against `?: T | undefined`, and assignability ignores `readonly`.
 */
type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? ([A, B] extends [B, A] ? true : false) : false;

/** Writes out intersections, because identity does not see that `A & B` has the fields of both. */
type Flat<T> =
  T extends AsyncIterable<infer Event, infer Result, infer Next>
    ? AsyncIterable<Flat<Event>, Result, Next>
    : T extends Date | File
      ? T
      : { [Name in keyof T]: Flat<T[Name]> };

// The compiler checks these lines for every procedure.
true satisfies Same<Flat<Side<Contract, 'input'>>, Flat<inferRouterInputs<AppRouter>>>;
true satisfies Same<Flat<Side<Contract, 'output'>>, Flat<inferRouterOutputs<AppRouter>>>;
// These lines prove that `Same` sees small differences.
false satisfies Same<{ note?: string }, { note?: string | undefined }>;
false satisfies Same<{ note: string }, { readonly note: string }>;
false satisfies Same<Flat<{ at: Date; notes: { note?: string }[] }>, Flat<{ at: Date; notes: { note: string }[] }>>;
true satisfies Same<Flat<{ at: Date } & ({ a: 1 } | { b: 2 })>, Flat<{ at: Date; a: 1 } | { at: Date; b: 2 }>>;

test('the contract and the other generated files on disk are what they are made of', async () => {
  const generate = fileURLToPath(new URL('../../../scripts/generate.mjs', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [generate, '--check']);
  expect(stdout.trim().split('\n')).toEqual([
    'packages/sdk/src/contract.ts is up to date.',
    'docs/configuration.md is up to date.',
    'docs/cli.md is up to date.',
    '.env.example is up to date.',
  ]);
});
