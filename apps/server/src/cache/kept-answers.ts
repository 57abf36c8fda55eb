import { LRUCache } from 'lru-cache';

/** A response as it goes over the wire, serialized once. */
export interface Answer {
  readonly body: Uint8Array;
  readonly contentType: string;
  readonly etag: string;
  /** The procedure that produced the response. */
  readonly procedure: string;
}

/** How long a response may be served, and how old its stock may be. */
export interface KeepRule {
  readonly seconds: number;
  /** `exact` stock is never older than the last change that this process knows of. `recent` stock may be 5 s old. */
  readonly stock: 'exact' | 'recent';
}

interface Kept extends Answer {
  readonly until: number;
  /** The ids in the response, if its stock has to be exact. */
  readonly ids: readonly string[];
}

const oldestStock = 5_000;

/** The generations at the start of a read. A response from before a change is not kept after that change. */
export interface Reading {
  readonly generation: number;
  readonly stockGeneration: number;
}

/** Responses in memory, bounded by their size, with every rule that invalidates them. */
export class KeptAnswers {
  readonly #now: () => number;
  readonly #answers: LRUCache<string, Kept>;
  readonly #keysById = new Map<string, Set<string>>();
  #generation = 0;
  #stockGeneration = 0;
  /** The time at which responses with recent stock must go, because stock has changed. */
  #recentUntil = Number.POSITIVE_INFINITY;

  constructor(now: () => number, { maxBytes = 64 * 1_024 * 1_024, maxAnswers = 10_000 } = {}) {
    this.#now = now;
    this.#answers = new LRUCache({
      max: maxAnswers,
      maxSize: maxBytes,
      // The compressed forms, which are made later, take up to half as much again.
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

  /** Marks the start of a read. Call it before the read whose response will be kept. */
  beginReading(): Reading {
    return { generation: this.#generation, stockGeneration: this.#stockGeneration };
  }

  /** Keeps a response, unless a change since `reading` may have made it untrue. */
  keep(key: string, answer: Answer, { seconds, stock }: KeepRule, reading: Reading): void {
    if (!this.isCurrent(reading, stock)) return;
    const ids = stock === 'exact' ? idsIn(answer.body) : [];
    this.#answers.set(key, { ...answer, ids, until: this.#now() + seconds * 1_000 });
    // The cache refuses a response that is too large.
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
   * Invalidates responses with the stock of these variants, or of all variants if none is named.
   *
   * @param age the highest possible age of the change, in milliseconds
   */
  stockChanged(variantIds: readonly string[], age = 0): void {
    this.#stockGeneration += 1;
    this.#recentUntil = Math.min(this.#recentUntil, this.#now() + oldestStock - age);
    const ids = variantIds.length > 0 ? variantIds : [...this.#keysById.keys()];
    for (const key of ids.flatMap((id) => [...(this.#keysById.get(id) ?? [])])) this.#answers.delete(key);
  }

  #dropRecent(): void {
    // A read that is under way may have begun before the change.
    this.#generation += 1;
    this.#recentUntil = Number.POSITIVE_INFINITY;
    for (const [key, { ids }] of this.#answers.entries()) if (ids.length === 0) this.#answers.delete(key);
  }
}

/** Finds every value of a field `id` in a response. */
function idsIn(body: Uint8Array): string[] {
  const found = new TextDecoder().decode(body).matchAll(/"id":"([0-9a-f-]{36})"/g);
  return [...new Set([...found].map(([, id = '']) => id))];
}
