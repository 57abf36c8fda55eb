import type { Caller } from '../testing.ts';

/** The parsed answer of `auth.exportMe`, with times as texts. */
export async function personalDataOf(caller: Pick<Caller, 'auth'>): Promise<Record<string, unknown>> {
  let text = '';
  for await (const piece of await caller.auth.exportMe()) text += piece;
  return JSON.parse(text) as Record<string, unknown>;
}
