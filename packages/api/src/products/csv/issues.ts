import { type ImportIssue, maxIssues } from './schema.ts';

/** Collects the issues of a file. A product with an issue is not imported. */
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
}
