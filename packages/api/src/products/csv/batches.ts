const batchSize = 250;

/** Splits items into lists that fit one statement. */
export function* batchesOf<Item>(
  items: readonly Item[],
  weightOf: (item: Item) => number = () => 1,
): Generator<Item[]> {
  let batch: Item[] = [];
  let weight = 0;
  for (const item of items) {
    batch.push(item);
    weight += weightOf(item);
    if (weight < batchSize) continue;
    yield batch;
    batch = [];
    weight = 0;
  }
  if (batch.length > 0) yield batch;
}
