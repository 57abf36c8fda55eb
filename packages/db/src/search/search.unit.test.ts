import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

// drizzle-kit does not generate this migration, so a regeneration could lose it.
test.each(['sqlite', 'postgres'])('the migration "search" of %s is search/%s.sql', (dialect) => {
  const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
  expect(read(`migrations/${dialect}/0001_search.sql`)).toBe(read(`search/${dialect}.sql`));
});
