import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

// drizzle-kit knows nothing of it, so whoever makes the migrations anew must not lose it.
test.each(['sqlite', 'postgres'])('the migration "search" of %s is search/%s.sql', (dialect) => {
  const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
  expect(read(`migrations/${dialect}/0001_search.sql`)).toBe(read(`search/${dialect}.sql`));
});
