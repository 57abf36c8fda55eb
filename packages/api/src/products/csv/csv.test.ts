import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestShop, inconsistencies, orderInput, refusalOf, rowCounts, type SignedUp } from '../../testing.ts';
import { columnNames } from './columns.ts';

const world = await createTestShop();
let ada: SignedUp;
let count = 0;

beforeAll(async () => {
  ada = await world.signUp({ role: 'admin' });
  await ada.caller.products.saveCategory({ slug: 'cups', name: 'Cups' });
});
beforeEach(() => {
  // Gives each import its own time without ending a session.
  world.clock.advance({ minutes: 1 / 60 });
});
afterAll(() => world.close());

const unique = (name: string) => `${name}-${(count += 1)}`;
const fileOf = (text: string | Uint8Array<ArrayBuffer>) => new File([text], 'products.csv');
const run = (text: string | Uint8Array<ArrayBuffer>, options: { dryRun?: boolean; onIssue?: 'abort' | 'skip' } = {}) =>
  ada.caller.admin.products.import({ file: fileOf(text), dryRun: false, ...options });
/** The issues of a dry run. */
async function issuesOf(text: string | Uint8Array<ArrayBuffer>) {
  const { issues } = await run(text, { dryRun: true });
  return issues.map(({ line, column, code }) => [line, column, code]);
}
const read = (slug: string) => ada.caller.products.get({ idOrSlug: slug });

async function exported(filters: Parameters<typeof ada.caller.admin.products.export>[0] = {}): Promise<string> {
  let text = '';
  for await (const piece of await ada.caller.admin.products.export(filters)) text += piece;
  return text;
}

/** The whole stored catalogue with its stock. */
async function catalogue() {
  const { read: db } = world.shop.db;
  const { products, variants, stockLedger, searchDocuments, categories } = db.tables;
  return [
    await db.select().from(products).orderBy(products.id),
    await db.select().from(variants).orderBy(variants.id),
    await db.select().from(stockLedger).orderBy(stockLedger.id),
    await db.select().from(searchDocuments).orderBy(searchDocuments.id),
    await db.select().from(categories).orderBy(categories.id),
  ];
}

describe('an export', () => {
  test('says everything that an import can, a row a variant', async () => {
    const slug = unique('tee');
    await ada.caller.products.create({
      slug,
      name: '=Tee',
      description: 'Soft, "really"\nsoft',
      category: 'cups',
      status: 'draft',
      attributes: { 'a;b': 'c=d\\', Material: 'Cotton' },
      taxClass: 'reduced',
      variants: [
        { sku: `${slug}.M`, options: { Size: 'M', Colour: 'Red' }, price: 1_205, compareAtPrice: 2_000, stock: 3 },
        { sku: `${slug}.L`, options: { Size: 'L', Colour: 'Red' }, price: 5, lowStockAt: 0, weight: 240 },
      ],
    });
    const rows = parse<Record<string, string>>(await exported({ status: 'draft' }), { columns: true });
    const mine = rows.filter((row) => row['slug'] === slug);
    expect(mine).toEqual([
      {
        slug,
        name: "'=Tee",
        description: 'Soft, "really"\nsoft',
        category: 'cups',
        status: 'draft',
        attributes: 'Material=Cotton; a\\;b=c\\=d\\\\',
        taxClass: 'reduced',
        version: '1',
        sku: `${slug}.M`,
        options: 'Colour=Red; Size=M',
        price: '12.05',
        compareAtPrice: '20.00',
        currency: 'USD',
        stock: '3',
        lowStockAt: '',
        weight: '',
        variantVersion: '1',
      },
      {
        ...Object.fromEntries(columnNames.map((name) => [name, ''])),
        slug,
        sku: `${slug}.L`,
        options: 'Colour=Red; Size=L',
        price: '0.05',
        currency: 'USD',
        stock: '0',
        lowStockAt: '0',
        weight: '240',
        variantVersion: '1',
      },
    ]);
  });

  test.each([{}, { bom: true }])('goes in again and changes nothing at all (%o)', async (options) => {
    for (const name of ["'=1+1", '@home', '  -1 ', 'Größe "M", 東京 🛒', "it's"]) {
      await ada.caller.products.create({
        name,
        price: 100,
        stock: 2,
        description: `${name};\r\n=x`,
        attributes: { x: name },
      });
    }
    const archived = await ada.caller.products.create({ name: unique('Old'), price: 1 });
    await ada.caller.products.archive({ idOrSlug: archived.id });
    const grace = await world.signUp();
    const sold = await ada.caller.products.create({ name: unique('Sold'), price: 1, stock: 5 });
    await grace.caller.orders.place(orderInput({ items: [{ productId: sold.id, quantity: 2 }] }));

    const [text, before] = [await exported(options), await catalogue()];
    const report = await run(text);
    expect(report).toMatchObject({ products: { created: 0, updated: 0, skipped: 0 }, stockChanges: 0, issueCount: 0 });
    expect(report.products.unchanged).toBeGreaterThan(6);
    expect(await catalogue()).toEqual(before);
    expect(await exported(options)).toBe(text);
  });

  test('of a shop with semicolons in its spreadsheets goes in too', async () => {
    const slug = unique('semicolon');
    expect(await run(`slug;name;price\n${slug};"A; B";1.50\n`)).toMatchObject({ products: { created: 1 } });
    expect(await run(`slug\tname\tprice\r\n${slug}\tC\t1.50\r\n`)).toMatchObject({ products: { updated: 1 } });
    expect(await read(slug)).toMatchObject({ name: 'C', price: 150 });
  });
});

describe('an import', () => {
  test('is a dry run unless told otherwise, and says what would be', async () => {
    const slug = unique('dry');
    const before = await catalogue();
    const report = await ada.caller.admin.products.import({ file: fileOf(`slug,name,price,stock\n${slug},Dry,1,4\n`) });
    expect(report).toEqual({
      dryRun: true,
      rows: 1,
      products: { created: 1, updated: 0, unchanged: 0, skipped: 0 },
      variants: { created: 1, updated: 0, unchanged: 0 },
      stockChanges: 1,
      issues: [],
      issueCount: 0,
    });
    expect(await catalogue()).toEqual(before);
  });

  test('makes products with everything that belongs to them, and they are found', async () => {
    const slug = unique('goblet');
    const file = [
      'slug,name,description,category,status,attributes,taxClass,sku,options,price,compareAtPrice,stock,lowStockAt,weight',
      `${slug},Zanzibar goblet,For feasts,cups,active,Material=Gold,luxury,${slug}-S,Size=S,10,12.50,4,1,350`,
      `${slug},,,,,,,,Size=L,20.5,,,,`,
      '',
    ].join('\n');
    expect(await run(file)).toMatchObject({ products: { created: 1 }, variants: { created: 2 }, stockChanges: 1 });
    const product = await read(slug);
    expect(product).toMatchObject({
      name: 'Zanzibar goblet',
      description: 'For feasts',
      category: { slug: 'cups' },
      attributes: { Material: 'Gold' },
      taxClass: 'luxury',
      price: 1_000,
      variants: [
        { sku: `${slug}-S`, options: { Size: 'S' }, compareAtPrice: 1_250, onHand: 4, lowStockAt: 1, weight: 350 },
        { options: { Size: 'L' }, price: 2_050, compareAtPrice: null, onHand: 0, lowStockAt: null, weight: null },
      ],
    });
    const { items } = await world.caller().products.search({ q: 'zanzibar' });
    expect(items.map(({ id }) => id)).toEqual([product.id]);
    const { items: ledger } = await ada.caller.products.stock.ledger({ id: product.variants[0]!.id });
    expect(ledger).toMatchObject(
      [
        { reason: 'received', onHandChange: 4, onHandAfter: 4, actor: `user:${ada.user.id}`, reference: /^import / },
      ].map((entry) => ({ ...entry, reference: expect.stringMatching(/^import /) })),
    );
    // The second import finds the variant without a SKU by its options.
    expect(await run(file)).toMatchObject({ products: { unchanged: 1 }, variants: { unchanged: 2 } });
  });

  test('changes what the file says, and leaves alone what it does not', async () => {
    const slug = unique('jug');
    const product = await ada.caller.products.create({
      slug,
      name: 'Jug',
      description: 'Old',
      category: 'cups',
      attributes: { a: 'b' },
      taxClass: 'reduced',
      variants: [
        { sku: `${slug}-1`, options: { Size: 'S' }, price: 100, stock: 5, lowStockAt: 2, weight: 800 },
        { sku: `${slug}-2`, options: { Size: 'M' }, price: 200, stock: 5 },
        { sku: `${slug}-3`, options: { Size: 'L' }, price: 300, stock: 5 },
      ],
    });
    const file = [
      'slug,sku,name,description,category,taxClass,price,stock,lowStockAt,weight',
      `${slug},${slug}-1,Pitcher,,,,0.50,7,,`,
      `${slug},${slug}-2,,,,,2,,3,900`,
      `${slug},${slug}-4,,,,,4.00,1,,`,
    ];
    // The fourth variant is new and has no options, which no other variant has.
    expect(await run(file.join('\n'))).toMatchObject({
      products: { updated: 1 },
      variants: { created: 1, updated: 2 },
      stockChanges: 2,
    });
    const after = await read(slug);
    expect(after).toMatchObject({
      id: product.id,
      name: 'Pitcher',
      description: '',
      category: null,
      attributes: { a: 'b' },
      taxClass: 'reduced',
      price: 50,
      version: 2,
      variants: [
        { sku: `${slug}-1`, options: { Size: 'S' }, price: 50, onHand: 7, lowStockAt: null, weight: null, version: 3 },
        { sku: `${slug}-2`, price: 200, onHand: 5, lowStockAt: 3, weight: 900, version: 2 },
        { sku: `${slug}-3`, price: 300, onHand: 5, version: 1 },
        { sku: `${slug}-4`, price: 400, onHand: 1 },
      ],
    });
    expect((await world.caller().products.search({ q: `${slug}-4` })).items).toHaveLength(1);
    expect((await world.caller().products.list({ ids: [product.id], maxPrice: 60 })).items).toHaveLength(1);

    await run(`slug,status\n${slug},archived\n`);
    expect(await refusalOf(world.caller().products.get({ idOrSlug: slug }))).toMatchObject({ code: 'NOT_FOUND' });
    expect((await world.caller().products.search({ q: `${slug}-4` })).items).toHaveLength(0);
    await run(`slug,status\n${slug},active\n`);
    expect((await world.caller().products.search({ q: `${slug}-4` })).items).toHaveLength(1);
  });

  test('lets variants exchange their options, and brings a removed one back with its history', async () => {
    const slug = unique('swap');
    const product = await ada.caller.products.create({
      slug,
      name: 'Swap',
      variants: ['S', 'M', 'L'].map((Size) => ({ sku: `${slug}-${Size}`, options: { Size }, price: 100, stock: 1 })),
    });
    const [, , large] = product.variants;
    await ada.caller.products.variants.remove({ id: large!.id });
    const rows = [
      ['S', 'M'],
      ['M', 'S'],
      ['L', 'L'],
    ].map(([sku, size]) => `${slug},${slug}-${sku},Size=${size},9`);
    await run(['slug,sku,options,stock', ...rows].join('\n'));
    expect((await read(slug)).variants).toMatchObject([
      { sku: `${slug}-S`, options: { Size: 'M' }, onHand: 9 },
      { sku: `${slug}-M`, options: { Size: 'S' }, onHand: 9 },
      { id: large!.id, sku: `${slug}-L`, options: { Size: 'L' }, onHand: 9 },
    ]);
  });

  test('tells the audit log of each product and variant what it was and what it is', async () => {
    const slug = unique('told');
    const rows = (name: string, category: string, price: number, stock: number) =>
      `${slug},${name},${category},Size=S,${slug}-S,${price},${stock}\n${slug},,,Size=M,${slug}-M,1,3\n`;
    const head = 'slug,name,category,options,sku,price,stock\n';
    const entries = async () => {
      const { items } = await ada.caller.admin.audit({ action: 'admin.products.import', q: slug });
      return items
        .filter(({ target }) => target.type !== 'import')
        .map(({ target, before, after, reason }) => [target.label, before, after, reason]);
    };
    const reason = expect.stringMatching(/^import [0-9a-f-]{36}$/);
    await run(head + rows('Told', '', 1, 3));
    const variants = ['S', 'M'].map((Size) => ({ sku: `${slug}-${Size}`, options: { Size }, price: 100, onHand: 3 }));
    const made = { slug, name: 'Told', category: null, variants: variants.map((one) => expect.objectContaining(one)) };
    const first = [slug, null, expect.objectContaining(made), reason];
    expect(await entries()).toEqual([first]);

    await run(`${head}${rows('Retold', 'cups', 2, 5)}${slug},,,Size=L,${slug}-L,1,4\n`);
    const added = expect.objectContaining({ sku: `${slug}-L`, price: 100, onHand: 4, isArchived: false });
    expect(await entries()).toEqual([
      [`${slug}-L`, null, added, reason],
      [`${slug}-S`, { price: 100, onHand: 3 }, { price: 200, onHand: 5 }, reason],
      [slug, { name: 'Told', category: null }, { name: 'Retold', category: 'cups' }, reason],
      first,
    ]);
  });

  test('answers once for one Idempotency-Key', async () => {
    const slug = unique('once');
    const keyed = ada.withKey(unique('key'));
    const file = fileOf(`slug,name,price,stock\n${slug},Once,1,4\n`);
    const first = await keyed.admin.products.import({ file, dryRun: false });
    expect(await keyed.admin.products.import({ file, dryRun: false })).toEqual(first);
    const other = keyed.admin.products.import({ file: fileOf('slug\nx\n'), dryRun: false });
    expect(await refusalOf(other)).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });
});

test('a key that may not change stock does not do so by a file', async () => {
  const slug = unique('keyed');
  await ada.caller.products.create({ slug, name: 'Keyed', sku: `${slug}-1`, price: 100, stock: 5 });
  const by = async (scopes: ('products:write' | 'inventory:write')[], text: string) => {
    const { key } = await ada.caller.admin.apiKeys.create({ name: unique('key'), scopes, password: 'correct horse' });
    const { admin } = world.caller({ accessToken: key, idempotencyKey: unique('key') });
    return admin.products.import({ file: fileOf(text), dryRun: false });
  };
  const dearer = `slug,sku,price\n${slug},${slug}-1,2\n`;
  const more = `slug,sku,stock\n${slug},${slug}-1,9\n`;
  expect(await by(['products:write'], dearer)).toMatchObject({ variants: { updated: 1 } });
  expect(await refusalOf(by(['products:write'], more))).toMatchObject({
    code: 'SCOPE_MISSING',
    scope: 'inventory:write',
  });
  expect(await refusalOf(by(['inventory:write'], more))).toMatchObject({
    code: 'SCOPE_MISSING',
    scope: 'products:write',
  });
  expect(await by(['products:write', 'inventory:write'], more)).toMatchObject({ stockChanges: 1 });
});

describe('what is wrong with a file is named by line and column:', () => {
  const head = 'slug,name,price,stock';
  const variantsOfOne = (count: number) =>
    ['slug,name,price,options', ...Array.from({ length: count }, (_, i) => `a,${i ? '' : 'N'},1,x=${i}`)].join('\n');

  test.each<[string, string, unknown[][]]>([
    ['nothing in it', '', [[1, null, 'empty']]],
    ['no slug', 'name,price\nx,1\n', [[1, 'slug', 'missing']]],
    [
      'a column of nobody',
      'slug,prize,slug\nx,1,2\n',
      [
        [1, 'prize', 'unknown_column'],
        [1, 'slug', 'duplicate'],
      ],
    ],
    ['an empty slug', `${head}\n,New,1,1\n`, [[2, 'slug', 'missing']]],
    ['a slug that is none', `${head}\nA b,New,1,1\n`, [[2, 'slug', 'invalid']]],
    [
      'too few and too many cells',
      `${head}\na,b,1\na2,b,1,1,1\n`,
      [
        [2, null, 'wrong_length'],
        [3, null, 'wrong_length'],
      ],
    ],
    ['a new product without a name', `${head}\nnameless,,1,1\n`, [[2, 'name', 'missing']]],
    ['a new variant without a price', `${head}\npriceless,New,,1\n`, [[2, 'price', 'missing']]],
    [
      'amounts that are none',
      `${head}\na,N,"1,50",1\nb,N,-1,1\nc,N,1.005,1\nd,N,1e3,1\ne,N,$5,1\nf,N,NaN,1\ng,N,.5,1\n`,
      [2, 3, 4, 5, 6, 7, 8].map((line) => [line, 'price', 'invalid']),
    ],
    ['an amount too large', `${head}\na,N,1000000000.01,1\n`, [[2, 'price', 'invalid']]],
    [
      'stock that is none',
      `${head}\na,N,1,-1\nb,N,1,1.5\nc,N,1,1000000001\nd,N,1,many\n`,
      [2, 3, 4, 5].map((line) => [line, 'stock', 'invalid']),
    ],
    ['another currency', 'slug,name,price,currency\na,N,1,EUR\n', [[2, 'currency', 'invalid']]],
    ['no such category', 'slug,name,price,category\na,N,1,nowhere\n', [[2, 'category', 'unknown_category']]],
    ['no such status', 'slug,name,price,status\na,N,1,on\n', [[2, 'status', 'invalid']]],
    [
      'labels that are none',
      'slug,name,price,attributes,options\na,N,1,Cotton,Size=M; Size=L\n',
      [
        [2, 'attributes', 'invalid'],
        [2, 'options', 'invalid'],
      ],
    ],
    [
      'a SKU twice',
      'slug,name,price,sku,options\na,N,1,TWICE,x=1\na,,1,TWICE,x=2\nb,N,1,TWICE,\n',
      [
        [3, 'sku', 'duplicate'],
        [4, 'sku', 'duplicate'],
      ],
    ],
    ['the same options twice', 'slug,name,price,options\na,N,1,Size=M\na,,1,size=m\n', [[3, 'options', 'duplicate']]],
    [
      'two names for one product',
      'slug,name,price,options\na,N,1,Size=M\na,O,1,Size=L\n',
      [[3, 'name', 'contradiction']],
    ],
    [
      'a cell with line breaks above it',
      `${head}\na,"N\r\nN\nN",1,1\nb,N,x,1\n\n\nc,N,y,1\n`,
      [
        [5, 'price', 'invalid'],
        [8, 'price', 'invalid'],
      ],
    ],
    ['a NUL', `${head}\na,N\0,1,1\n`, [[2, 'name', 'invalid']]],
    ['a quotation mark that is not closed', `${head}\na,"N,1,1\nb,N,1,1\n`, [[2, null, 'malformed']]],
    ['a quotation mark inside of a cell', `${head}\na,N,1,1\nb,"N"N,1,1\n`, [[3, null, 'malformed']]],
    ['a huge cell', `${head}\na,N,1,1\nb,"${'x'.repeat(200_000)}",1,1\n`, [[3, null, 'malformed']]],
    ['a long name', `${head}\na,${'x'.repeat(201)},1,1\n`, [[2, 'name', 'invalid']]],
    ['a hundred and one variants', variantsOfOne(101), [[2, null, 'too_many']]],
    // Comparing each with each would take minutes.
    ['ten thousand variants', variantsOfOne(10_000), [[2, null, 'too_many']]],
  ])('%s', async (_, text, expected) => {
    expect(await issuesOf(text)).toEqual(expected);
    const refused = await refusalOf(run(text));
    expect(refused).toMatchObject({ code: 'VALIDATION' });
    const issues = refused['issues'] as { path: string; code: string }[];
    const paths = expected.map(([line, column, code]) => [
      ['file', line, ...(column === null ? [] : [column])].join('.'),
      code,
    ]);
    expect(issues.map(({ path, code }) => [path, code])).toEqual(paths);
  });

  test('letters of another encoding', async () => {
    expect(await issuesOf(Buffer.from(`${head}\na,Größe,1,1\n`, 'latin1'))).toEqual([[1, null, 'encoding']]);
    expect(await issuesOf(Buffer.from(`\uFEFF${head}\na,N,1,1\n`, 'utf16le'))).toEqual([[1, null, 'encoding']]);
  });

  test('a SKU of another product, and stock that orders hold', async () => {
    const [slug, other] = [unique('held'), unique('other')];
    const product = await ada.caller.products.create({ slug, name: 'Held', sku: `${slug}-1`, price: 1, stock: 5 });
    const grace = await world.signUp();
    await grace.caller.orders.place(orderInput({ items: [{ productId: product.id, quantity: 3 }] }));
    const text = `slug,name,price,sku,stock\n${other},N,1,${slug}-1,1\n`;
    expect(await issuesOf(text)).toEqual([[2, 'sku', 'SKU_TAKEN']]);
    expect(await issuesOf(`slug,sku,stock\n${slug},${slug}-1,2\n`)).toEqual([[2, 'stock', 'STOCK_RESERVED']]);
    expect(await run(`slug,sku,stock\n${slug},${slug}-1,3\n`)).toMatchObject({ stockChanges: 1 });
  });

  test('options that a variant has which the file does not name', async () => {
    const slug = unique('twin');
    const variants = ['S', 'M'].map((Size) => ({ sku: `${slug}-${Size}`, options: { Size }, price: 1 }));
    await ada.caller.products.create({ slug, name: 'Twin', variants });
    expect(await issuesOf(`slug,sku,options\n${slug},${slug}-S,Size=M\n`)).toEqual([[2, 'options', 'duplicate']]);
  });

  test('a version that somebody has overtaken, where something would change', async () => {
    const slug = unique('stale');
    const product = await ada.caller.products.create({ slug, name: 'Stale', sku: `${slug}-1`, price: 100, stock: 5 });
    const text = await exported();
    const lines = text.split('\r\n');
    const own = lines.find((line) => line.startsWith(`${slug},`)) ?? '';
    await ada.caller.products.update({ idOrSlug: product.id, version: 1, description: 'Edited' });
    await ada.caller.products.stock.adjust({ id: product.variants[0]!.id, delta: -1, reason: 'broken' });
    const issues = await issuesOf([lines[0], own].join('\n'));
    expect(issues).toEqual([
      [2, 'version', 'STALE_VERSION'],
      [2, 'variantVersion', 'STALE_VERSION'],
    ]);
    // A file without a version overwrites. Equal values are no change.
    expect(await issuesOf(`slug,name,version\n${slug},Stale,1\n`)).toEqual([]);
    expect(await issuesOf(`slug,name\n${slug},Fresh\n`)).toEqual([]);
  });
});

describe('all or nothing', () => {
  const good = () => {
    const slug = unique('good');
    return { slug, line: `${slug},Good,1,2` };
  };

  test('is nothing where one row is faulty', async () => {
    const [before, rows] = [await catalogue(), await rowCounts(world.shop.db)];
    const { line } = good();
    expect(await refusalOf(run(`slug,name,price,stock\n${line}\nbad,Bad,x,1\n`))).toMatchObject({ code: 'VALIDATION' });
    expect(await refusalOf(run(`slug,name,price,stock\n${line}\nbad,,1,1\n`))).toMatchObject({ code: 'VALIDATION' });
    expect(await catalogue()).toEqual(before);
    expect(await rowCounts(world.shop.db)).toEqual(rows);
  });

  test('or all but the products with a faulty row, where that is asked for', async () => {
    const [one, two] = [good(), good()];
    const bad = unique('bad');
    const file = [
      'slug,name,price,stock,options',
      `${one.line},`,
      `${bad},Bad,1,1,x=1`,
      `${bad},,many,1,x=2`,
      `${two.line},`,
      `${unique('bad')},,1,1,`,
    ].join('\n');
    const report = await run(file, { onIssue: 'skip' });
    expect(report).toMatchObject({ rows: 5, products: { created: 2, skipped: 2 }, issueCount: 2 });
    expect(report.issues.map(({ line, column }) => [line, column])).toEqual([
      [4, 'price'],
      [6, 'name'],
    ]);
    expect(await read(one.slug)).toMatchObject({ name: 'Good', available: 2 });
    expect(await read(two.slug)).toMatchObject({ name: 'Good', available: 2 });
    expect(await refusalOf(read(bad))).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('is nothing where it fails in the middle of writing', async () => {
    const slug = unique('victim');
    await ada.caller.products.create({ slug, name: 'Victim', sku: `${slug}-1`, price: 1, stock: 5 });
    const before = await catalogue();
    const { db } = world.shop;
    const { transact } = db;
    const rest = {
      ...world.shop,
      db: {
        ...db,
        transact: <T>(work: (tx: never) => Promise<T>) =>
          transact(async (tx) => {
            const result = await work(tx as never);
            expect(await tx.$count(tx.tables.products)).toBeGreaterThan(0);
            if (result !== undefined) throw new Error('the power went');
            return result;
          }),
      },
    };
    const { importFile } = await import('./import.ts');
    const bytes = Buffer.from(`slug,sku,name,price,stock\n${slug},${slug}-1,Changed,2,9\n${unique('new')},,New,1,3\n`);
    await expect(
      importFile(rest as never, bytes, {
        dryRun: false,
        onIssue: 'abort',
        by: { actor: 'cli', action: 'test', at: new Date() },
      }),
    ).rejects.toThrow('the power went');
    expect(await catalogue()).toEqual(before);
  });
});

describe('at the same time', () => {
  test('two imports of one file are as good as one', async () => {
    const slugs = Array.from({ length: 30 }, () => unique('both'));
    const file = `slug,name,price,stock\n${slugs.map((slug) => `${slug},Both,1,4`).join('\n')}\n`;
    const reports = await Promise.all([run(file), run(file)]);
    expect(reports.map(({ products }) => [products.created, products.unchanged])).toEqual(
      expect.arrayContaining([
        [30, 0],
        [0, 30],
      ]),
    );
    expect((await read(slugs[7]!)).variants).toMatchObject([{ onHand: 4 }]);
  });

  test('orders and edits lose nothing to an import, nor it to them', async () => {
    const slugs = Array.from({ length: 8 }, () => unique('busy'));
    const products = await Promise.all(
      slugs.map((slug) => ada.caller.products.create({ slug, name: 'Busy', sku: slug, price: 100, stock: 50 })),
    );
    const grace = await world.signUp();
    const text = await exported();
    const [header = '', ...lines] = text.split('\r\n');
    const mine = lines.filter((line) => slugs.some((slug) => line.startsWith(`${slug},`)));
    const dearer = [header, ...mine.map((line) => line.replace(',1.00,', ',2.00,'))].join('\r\n');
    const results = await Promise.allSettled([
      run(dearer, { onIssue: 'skip' }),
      ...products.map(({ id }) => grace.caller.orders.place(orderInput({ items: [{ productId: id, quantity: 2 }] }))),
      ...products.map(({ variants }) =>
        ada.caller.products.stock.adjust({ id: variants[0]!.id, delta: -1, reason: 'broken' }),
      ),
    ]);
    expect(results.filter(({ status }) => status === 'rejected')).toEqual([]);
    for (const { id } of products) {
      const after = await read(id);
      expect(after.variants).toMatchObject([{ onHand: 49, reserved: 2 }]);
    }
  });
});

// IMPORT_ROWS=50000 imports 50,000 rows.
test('a large file takes few statements, lets others go on, and leaves everything in order', {
  timeout: 300_000,
}, async () => {
  const rows = Number(process.env['IMPORT_ROWS'] ?? 1_500);
  const prefix = unique('large');
  const line = (index: number, price: string, stock: number) => {
    const product = Math.floor(index / 3);
    const name = index % 3 === 0 ? `Thing ${product}` : '';
    return `${prefix}-${product},${name},${prefix}-${index},Size=${index % 3},${price},${stock}`;
  };
  const file = (price: string, stock: number) =>
    ['slug,name,sku,options,price,stock', ...Array.from({ length: rows }, (_, i) => line(i, price, stock))].join('\n');
  const timed = async (text: string, options: Parameters<typeof run>[1] = {}) => {
    const began = performance.now();
    let longest = 0;
    let last = began;
    const pulse = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 5);
    const heap = process.memoryUsage().rss;
    const report = await run(text, options);
    clearInterval(pulse);
    const took = Math.round(performance.now() - began);
    if (rows > 1_500)
      console.log(
        `${rows} rows: ${took} ms, nobody else for ${Math.round(longest)} ms, ${Math.round((process.memoryUsage().rss - heap) / 1e6)} MB more`,
      );
    return report;
  };
  const products = Math.ceil(rows / 3);
  expect(await timed(file('1.00', 3), { dryRun: true })).toMatchObject({ products: { created: products } });
  expect(await timed(file('1.00', 3))).toMatchObject({ products: { created: products }, stockChanges: rows });
  expect(await timed(file('1.00', 3))).toMatchObject({ products: { unchanged: products } });
  expect(await timed(file('2.00', 4))).toMatchObject({ variants: { updated: rows }, stockChanges: rows });
});

test('after all of that every piece of stock is accounted for', async () => {
  await world.drainJobs();
  expect(await inconsistencies(world.shop.db)).toEqual([]);
});
