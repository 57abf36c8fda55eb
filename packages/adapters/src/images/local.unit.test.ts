import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inFlight } from '@cartwright/db/testing';
import { newId } from '@cartwright/kernel/ids';
import { afterAll, expect, test } from 'vitest';
import { createLocalImageStore } from './local.ts';

const folder = mkdtempSync(join(tmpdir(), 'cartwright-images-'));
const store = createLocalImageStore(join(folder, 'images'));
afterAll(() => rmSync(folder, { recursive: true }));

const inStore = () => readdirSync(join(folder, 'images'), { recursive: true, encoding: 'utf8' });
const [one, other] = ['0', '1'].map((last) => `ab/${'ab'.padEnd(39, '0')}${last}.webp`) as [string, string];
const bytes = new Uint8Array([1, 2, 3]);

test('a folder goes with its last image, and takes none with it that comes at that moment', async () => {
  let isOver = false;
  const removing = inFlight(
    (async () => {
      while (!isOver) await store.remove(one);
    })(),
  );
  for (let round = 0; round < 100; round += 1) {
    await store.put(other, bytes);
    expect(await store.get(other)).toMatchObject({ contentType: 'image/webp' });
    await store.remove(other);
  }
  isOver = true;
  await removing;
  expect(inStore()).toEqual([]);
  await store.put(one, bytes);
  await store.put(other, bytes);
  await store.remove(one);
  expect(inStore().sort()).toEqual(['ab', other]);
});

test('what a process left half written that died is gone with the first image, but for what may still be written', async () => {
  const half = (name: string, minutes: number) => {
    const path = join(folder, 'images', name);
    writeFileSync(path, bytes);
    const at = new Date(Date.now() - minutes * 60_000);
    utimesSync(path, at, at);
  };
  const fresh = newId();
  half(newId(), 61);
  half(fresh, 59);
  half('of somebody.txt', 61);
  const later = createLocalImageStore(join(folder, 'images'));
  await later.put(one, bytes);
  expect(inStore().sort()).toEqual([fresh, 'ab', 'of somebody.txt', one, other].sort());
});
