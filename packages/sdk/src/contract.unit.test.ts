import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { AppRouter } from '@cartwright/api';
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import { expect, test } from 'vitest';
import type { Contract } from './contract.ts';

/** What tRPC says that a subscription answers with. */
type Stream<Event> = AsyncIterable<{ id: string; data: Event }, void, void>;

type Side<C, Which extends 'input' | 'output'> = {
  [Name in keyof C]: C[Name] extends { kind: string; input: unknown; output: unknown }
    ? [Which, C[Name]['kind']] extends ['output', 'subscription']
      ? Stream<C[Name]['output']>
      : C[Name][Which]
    : Side<C[Name], Which>;
};

/** Identity does not tell `?: T` from `?: T | undefined`, and assignability nothing of `readonly`: both have to hold. */
type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? ([A, B] extends [B, A] ? true : false) : false;

// The compiler checks these, for every procedure that there is.
true satisfies Same<Side<Contract, 'input'>, inferRouterInputs<AppRouter>>;
true satisfies Same<Side<Contract, 'output'>, inferRouterOutputs<AppRouter>>;
// And it does look closely.
false satisfies Same<{ note?: string }, { note?: string | undefined }>;
false satisfies Same<{ note: string }, { readonly note: string }>;

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
