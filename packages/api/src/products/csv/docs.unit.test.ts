import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { orderColumns } from '../../orders/read/export.ts';
import { columnMeanings, columnNames } from './columns.ts';
import { maxImportBytes, maxImportRows } from './schema.ts';

const docs = readFileSync(new URL('../../../../../docs/import-export.md', import.meta.url), 'utf8');

test('the documentation says of each column what the code does', () => {
  const rows = [...docs.matchAll(/^\| `(\w+)` +\| (.+?) +\|$/gm)].map(([, name, meaning]) => [name, meaning]);
  expect(rows).toEqual(columnNames.map((name) => [name, columnMeanings[name]]));
});

test('and names the columns of orders and the limits', () => {
  expect(docs.replaceAll(/\s+/g, ' ')).toContain(orderColumns.map((name) => `\`${name}\``).join(', '));
  expect(docs).toContain(`${maxImportBytes / 1_024 / 1_024} MiB and ${maxImportRows.toLocaleString('en')} rows`);
});
