/**
 * Writes one JSON object in pieces. A field with an async iterable becomes a list, written item by item, so that a list
 * of any length takes the memory of one item.
 *
 * @example
 * jsonChunks({ user, orders: allOrders() }); // {"user":{…},"orders":[{…},{…}]}
 */
export async function* jsonChunks(fields: Readonly<Record<string, unknown>>): AsyncGenerator<string> {
  let opening = '{';
  for (const [name, value] of Object.entries(fields)) {
    const field = `${opening}${JSON.stringify(name)}:`;
    opening = ',';
    if (!isAsyncIterable(value)) {
      yield field + JSON.stringify(value ?? null);
      continue;
    }
    let before = `${field}[`;
    for await (const item of value) {
      yield before + JSON.stringify(item);
      before = ',';
    }
    yield before === ',' ? ']' : `${before}]`;
  }
  yield opening === '{' ? '{}' : '}';
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}
