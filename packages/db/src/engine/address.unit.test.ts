import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { DatabaseUnavailable, openDatabase, parseDatabaseUrl, WrongAddress } from '../index.ts';
import { openMemoryFile } from './memory-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'cartwright-address-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (path: string) => ({ dialect: 'sqlite', kind: 'file', path });
const memory = { dialect: 'sqlite', kind: 'memory' };

test.for<[string, object]>([
  ['sqlite:x.db', file('x.db')],
  ['sqlite:./x.db', file('./x.db')],
  ['sqlite:../data/x.db', file('../data/x.db')],
  ['sqlite:/var/lib/x.db', file('/var/lib/x.db')],
  ['sqlite:///x.db', file('x.db')],
  ['sqlite:///./x.db', file('./x.db')],
  ['sqlite:////var/lib/x.db', file('/var/lib/x.db')],
  ['sqlite:./with space and % and #.db', file('./with space and % and #.db')],
  ['sqlite::memory:', memory],
  ['sqlite://:memory:', memory],
  ['sqlite:///:memory:', memory],
  ['sqlite://', memory],
  ['postgres://shop:geheim@h/d', { dialect: 'postgres', url: 'postgres://shop:geheim@h/d' }],
  [
    'postgresql://shop:geheim@h:5432/d?sslmode=require',
    { dialect: 'postgres', url: 'postgresql://shop:geheim@h:5432/d?sslmode=require' },
  ],
])('%s is read as SQLAlchemy and Postgres read it', ([url, address]) => {
  expect(parseDatabaseUrl(url, 'linux')).toEqual(address);
});

test.for<[string, RegExp]>([
  ['', /Begin with sqlite: or postgres:/],
  ['./x.db', /Begin with sqlite: or postgres:/],
  ['mysql://h/d', /Begin with sqlite: or postgres:/],
  ['"sqlite:./x.db"', /Begin with sqlite: or postgres:/],
  ['file:./x.db', /Begin with sqlite: and a path/],
  ['sqlite:', /Add the path of a file/],
  ['sqlite:///', /Add the path of a file/],
  ['sqlite://x.db', /sqlite:\.\/x\.db for the working folder.*no host/],
  ['sqlite:./x.db?mode=ro', /Remove the parameters/],
  ['sqlite:file:x.db', /without file:/],
  ['sqlite:./data/', /path of a folder/],
  ['sqlite:.', /path of a folder/],
  ['sqlite:/var/lib/..', /path of a folder/],
  ['sqlite:C:\\shop\\x.db', /no drive letters/],
  ['sqlite:///C:/shop/x.db', /no drive letters/],
  ['postgres:', /Name a server/],
  ['postgres://', /Name a server/],
  ['postgresql+asyncpg://h/d', /without the name of a driver/],
  ['postgres://u:p#w@h:x/d', /Encode special characters/],
])('%s is refused with what is wrong with it', ([url, words]) => {
  expect(() => parseDatabaseUrl(url, 'linux')).toThrow(WrongAddress);
  expect(() => parseDatabaseUrl(url, 'linux')).toThrow(words);
});

test('a drive is taken on Windows', () => {
  expect(parseDatabaseUrl('sqlite:C:\\shop\\x.db', 'win32')).toEqual(file('C:\\shop\\x.db'));
});

test('a folder in place of the file is refused with its path', async () => {
  mkdirSync(join(folder, 'shop.db'));
  const opening = openDatabase(`sqlite:${join(folder, 'shop.db')}`);
  await expect(opening).rejects.toThrow(DatabaseUnavailable);
  await expect(opening).rejects.toThrow(`${join(folder, 'shop.db')} is a folder. Name a file in it.`);
});

test('a path below a file is refused', async () => {
  writeFileSync(join(folder, 'file'), '');
  for (const path of [join(folder, 'file', 'shop.db'), join(folder, 'file', 'data', 'shop.db')]) {
    await expect(openDatabase(`sqlite:${path}`)).rejects.toThrow(join(folder, 'file'));
  }
});

describe('a database in memory', () => {
  test('is shared by the connections of its process, and goes when it is closed', async () => {
    const before = memoryFolders(tmpdir());
    const [one, other] = [await openDatabase('sqlite::memory:'), await openDatabase('sqlite://:memory:')];
    const own = memoryFolders(tmpdir()).filter((name) => !before.includes(name) && name.includes(`-${process.pid}-`));
    expect(own).toHaveLength(2);
    await one.migrate();
    const at = new Date();
    await one.transact(async (tx) => {
      await tx.insert(tx.tables.categories).values({ id: 'a', slug: 'a', name: 'A', createdAt: at, updatedAt: at });
    });
    expect(await one.read.$count(one.tables.categories)).toBe(1);
    expect(await other.isMigrated()).toBe(false);
    await one.close();
    await other.close();
    expect(memoryFolders(tmpdir()).filter((name) => own.includes(name))).toEqual([]);
  });

  test('that a killed process left goes when the next one is opened, and those of living processes stay', () => {
    const parent = join(folder, 'memory');
    // No process has this number, because it is above Linux's limit.
    mkdirSync(join(parent, 'cartwright-memory-99999999-abc'), { recursive: true });
    mkdirSync(join(parent, `cartwright-memory-${process.ppid}-abc`));
    mkdirSync(join(parent, 'something-else'));
    const opened = openMemoryFile(parent);
    expect(
      readdirSync(parent)
        .filter((name) => !opened.path.includes(name))
        .sort(),
    ).toEqual([`cartwright-memory-${process.ppid}-abc`, 'something-else']);
    opened.remove();
    expect(existsSync(opened.path)).toBe(false);
  });
});

function memoryFolders(parent: string): string[] {
  return readdirSync(parent).filter((name) => name.startsWith('cartwright-memory-'));
}
