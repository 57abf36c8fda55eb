import { html } from '@cartwright/api';
import { failureOf } from '@cartwright/kernel/failure-of';
import { kernelFailures } from '@cartwright/kernel/failures';
import { statusOf } from '../rest/problem.ts';
import { type Page, problem } from './layout.ts';

/** Translates a failure for a page. */
export function tellFailure(error: unknown): { code: string; words: string; status: number; content: Page['content'] } {
  const failure = failureOf(error);
  const { code, message, facts } = failure;
  const { success, data } = kernelFailures.VALIDATION.facts.safeParse(facts);
  const words = success && code === 'VALIDATION' ? data.issues.map(sentenceOf).join(' ') : message;
  return { code, words, status: statusOf(failure), content: html`${problem(words)}` };
}

/** Completes the message of an issue to a sentence. A schema's message follows the name of the field. */
function sentenceOf({ path, message }: { path: string; message: string }): string {
  if (/^[A-Z].*\.$/.test(message)) return message;
  const field = path === '' ? 'The input' : `${path.charAt(0).toUpperCase()}${path.slice(1)}`;
  return `${field} ${message}.`;
}
