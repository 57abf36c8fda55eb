import { LRUCache } from 'lru-cache';

/** An answer as it goes over the wire, made once. */
export interface Answer {
  readonly body: Uint8Array;
  readonly contentType: string;
  readonly etag: string;
  /** What it is the answer of. */
  readonly procedure: string;
}

/** How long an answer is good, and what it may say of stock. */
export interface KeepRule {
  readonly seconds: number;
  /** `exact` is never older than the last change that was heard of; `recent` may be 5 s old. */
  readonly stock: 'exact' | 'recent';
}

interface Kept extends Answer {
  readonly until: number;
  /** The ids of what is in it, where its stock has to be exact. */
  readonly ids: readonly string[];
}

const oldestStock = 5_000;

/** What keeps an answer that was read before a change from being kept after it. */
export interface Reading {
  readonly generation: number;
  readonly stockGeneration: number;
}

/** Answers in memory, bounded by their size, with everything that makes one of them untrue. */
export class KeptAnswers {
  readonly #now: () => number;
  readonly #answers: LRUCache<string, Kept>;
  readonly #keysById = new Map<string, Set<string>>();
  #generation = 0;
  #stockGeneration = 0;
  /** When answers with recent stock have to go, because stock has changed. */
  #recentUntil = Number.POSITIVE_INFINITY;

  constructor(now: () => number, { maxBytes = 64 * 1_024 * 1_024, maxAnswers = 10_000 } = {}) {
    this.#now = now;
    this.#answers = new LRUCache({
      max: maxAnswers,
      maxSize: maxBytes,
      // Its compressed forms, which are made later, take up to half as much again.
      sizeCalculation: ({ body, ids }, key) =>
        Math.ceil(1.5 * body.byteLength) + 2 * key.length + 80 * ids.length + 500,
      dispose: ({ ids }, key) => {
        for (const id of ids) {
          const keys = this.#keysById.get(id);
          keys?.delete(key);
          if (keys?.size === 0) this.#keysById.delete(id);
        }
      },
    });
  }

  get(key: string): Answer | undefined {
    const now = this.#now();
    if (now >= this.#recentUntil) this.#dropRecent();
    const kept = this.#answers.get(key);
    if (kept && now >= kept.until) {
      this.#answers.delete(key);
      return undefined;
    }
    return kept;
  }

  /** To be called before what is to be kept is read. */
  beginReading(): Reading {
    return { generation: this.#generation, stockGeneration: this.#stockGeneration };
  }

  /** Keeps an answer, unless it may have been read before a change that was heard of since. */
  keep(key: string, answer: Answer, { seconds, stock }: KeepRule, reading: Reading): void {
    if (!this.isCurrent(reading, stock)) return;
    const ids = stock === 'exact' ? idsIn(answer.body) : [];
    this.#answers.set(key, { ...answer, ids, until: this.#now() + seconds * 1_000 });
    // It may have been too large.
    if (!this.#answers.has(key)) return;
    for (const id of ids) this.#keysById.set(id, (this.#keysById.get(id) ?? new Set()).add(key));
  }

  isCurrent({ generation, stockGeneration }: Reading, stock: KeepRule['stock']): boolean {
    return generation === this.#generation && (stock === 'recent' || stockGeneration === this.#stockGeneration);
  }

  evictAll(): void {
    this.#generation += 1;
    this.#recentUntil = Number.POSITIVE_INFINITY;
    this.#answers.clear();
  }

  /**
   * The stock of these variants has changed; of any, when none is named.
   *
   * @param age how many milliseconds ago at the most
   */
  stockChanged(variantIds: readonly string[], age = 0): void {
    this.#stockGeneration += 1;
    this.#recentUntil = Math.min(this.#recentUntil, this.#now() + oldestStock - age);
    const ids = variantIds.length > 0 ? variantIds : [...this.#keysById.keys()];
    for (const key of ids.flatMap((id) => [...(this.#keysById.get(id) ?? [])])) this.#answers.delete(key);
  }

  #dropRecent(): void {
    // What is being read may have been begun before the change.
    this.#generation += 1;
    this.#recentUntil = Number.POSITIVE_INFINITY;
    for (const [key, { ids }] of this.#answers.entries()) if (ids.length === 0) this.#answers.delete(key);
  }
}

/** Whatever calls itself an id in an answer. */
function idsIn(body: Uint8Array): string[] {
  const found = new TextDecoder().decode(body).matchAll(/"id":"([0-9a-f-]{36})"/g);
  return [...new Set([...found].map(([, id = '']) => id))];
}
