import { type ImportIssue, maxIssues } from './schema.ts';

/** What is wrong with a file, as it is found. A product with a fault is not imported. */
export class Issues {
  readonly #all: ImportIssue[] = [];
  #count = 0;

  add(line: number, column: string | null, code: string, message: string): void {
    this.#count += 1;
    // Kept well beyond what is told, so that the first by line are among them.
    if (this.#all.length < 20 * maxIssues) this.#all.push({ line, column, code, message });
  }

  /** One that goes on from here by itself. */
  copy(): Issues {
    const copy = new Issues();
    copy.#all.push(...this.#all);
    copy.#count = this.#count;
    return copy;
  }

  get count(): number {
    return this.#count;
  }

  /** The first, by line. */
  list(): ImportIssue[] {
    return this.#all.toSorted((a, b) => a.line - b.line).slice(0, maxIssues);
  }
}
