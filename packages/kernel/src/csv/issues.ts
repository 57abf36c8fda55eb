import { z } from 'zod';
import { kernelFailures } from '../failures.ts';

export const maxIssues = 1_000;

export const importIssue = z
  .object({
    line: z.number().int().describe('The line in the file, from 1'),
    column: z.string().nullable().describe('Null if the whole row is faulty'),
    code: z.string().describe('Such as `invalid`, `duplicate`, `STALE_VERSION`, `SKU_TAKEN`, `STOCK_RESERVED`'),
    message: z.string(),
  })
  .meta({ id: 'ImportIssue' });

type ImportIssue = z.output<typeof importIssue>;

/** Collects the issues of a file. */
export class Issues {
  readonly #all: ImportIssue[] = [];
  #count = 0;

  add(line: number, column: string | null, code: string, message: string): void {
    this.#count += 1;
    // Keeps many more than the answer shows, so that the first by line are among them.
    if (this.#all.length < 20 * maxIssues) this.#all.push({ line, column, code, message });
  }

  /** An independent copy with the same issues. */
  copy(): Issues {
    const copy = new Issues();
    copy.#all.push(...this.#all);
    copy.#count = this.#count;
    return copy;
  }

  get count(): number {
    return this.#count;
  }

  /** The first issues by line. */
  list(): ImportIssue[] {
    return this.#all.toSorted((a, b) => a.line - b.line).slice(0, maxIssues);
  }

  /** The failure VALIDATION with the first issues. Their paths are `file.<line>` or `file.<line>.<column>`. */
  refusal() {
    const inputIssues = this.list().map(({ line, column, message, code }) => {
      return { path: ['file', line, ...(column === null ? [] : [column])].join('.'), message, code };
    });
    return kernelFailures.VALIDATION({ issues: inputIssues });
  }
}
