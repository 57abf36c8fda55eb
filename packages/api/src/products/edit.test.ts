import { gate } from '@cartwright/db/testing';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createCaller, createContext } from '../index.ts';
import { createTestShop, inconsistencies, orderInput, refusalOf, type SignedUp, tally } from '../testing.ts';

const world = await createTestShop();
const { shop, clock } = world;
let ada: SignedUp;
let carol: SignedUp;
let products: SignedUp['caller']['products'];
let count = 0;
const unique = (name: string) => `${name} ${(count += 1)}`;

beforeAll(async () => {
  ada = await world.signUp({ role: 'admin' });
  carol = await world.signUp();
  ({ products } = ada.caller);
});
afterEach(async () => expect(await inconsistencies(shop.db)).toEqual([]));
afterAll(() => world.close());

type Simple = Extract<Parameters<typeof products.create>[0], { price: number }>;

const mug = (fields: Partial<Simple> = {}) =>
  products.create({ name: unique('Mug'), price: 1_000, stock: 10, ...fields });
const shirt = () =>
  products.create({
    name: unique('Shirt'),
    variants: [
      { options: { Size: 'S' }, price: 2_000, stock: 5 },
      { options: { Size: 'M' }, price: 1_800, stock: 5 },
    ],
  });
const publicRead = (idOrSlug: string) => world.caller().products.get({ idOrSlug });

describe('an edit of a product', () => {
  test('changes what it names, leaves the rest, and counts the version up', async () => {
    const before = await mug({ description: 'Blue', attributes: { Material: 'Clay' } });
    clock.advance({ minutes: 0.01 });
    const after = await products.update({ idOrSlug: before.id, version: before.version, description: 'Red' });
    expect(after).toEqual({ ...before, description: 'Red', version: before.version + 1, updatedAt: clock.now() });
    expect(await publicRead(before.id)).toMatchObject({ description: 'Red', version: after.version });
  });

  test('based on an older version is refused with the current one, and changes nothing', async () => {
    const { id, version } = await mug();
    const current = await products.update({ idOrSlug: id, version, name: 'Second' });
    expect(await refusalOf(products.update({ idOrSlug: id, version, name: 'Third' }))).toEqual({
      code: 'STALE_VERSION',
      version: current.version,
    });
    expect(await products.get({ idOrSlug: id })).toEqual(current);
  });

  test('by two admins at the same time: one wins, the other is told', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id, version } = await mug();
      const edits = ['Mine', 'Yours', 'Theirs', 'Ours'].map((name) => products.update({ idOrSlug: id, version, name }));
      expect(await tally(edits)).toEqual({ ok: 1, STALE_VERSION: 3 });
      expect((await products.get({ idOrSlug: id })).version).toBe(version + 1);
    }
  });

  test('takes a slug that is free, and no other', async () => {
    const [one, two] = [await mug(), await mug()];
    expect(await refusalOf(products.update({ idOrSlug: two.id, version: two.version, slug: one.slug }))).toEqual({
      code: 'SLUG_TAKEN',
      slug: one.slug,
    });
    const moved = await products.update({ idOrSlug: two.id, version: two.version, slug: 'a-new-place' });
    expect((await publicRead('a-new-place')).id).toBe(two.id);
    expect(await refusalOf(publicRead(two.slug))).toEqual({ code: 'NOT_FOUND' });
    expect((await products.update({ idOrSlug: two.id, version: moved.version, slug: 'a-new-place' })).version).toBe(
      moved.version + 1,
    );
  });

  test('puts it into a category, takes it out, and refuses one that there is not', async () => {
    await products.saveCategory({ slug: 'cups', name: 'Cups' });
    const { id, version } = await mug();
    const inside = await products.update({ idOrSlug: id, version, category: 'cups' });
    expect(inside.category).toEqual({ slug: 'cups', name: 'Cups' });
    expect(
      await refusalOf(products.update({ idOrSlug: id, version: inside.version, category: 'nowhere' })),
    ).toMatchObject({
      issues: [{ path: 'category' }],
    });
    expect((await products.update({ idOrSlug: id, version: inside.version, category: null })).category).toBeNull();
  });

  test('of a simple product changes SKU and price as if it had no variants', async () => {
    const { id, version } = await mug({ compareAtPrice: 1_500 });
    const after = await products.update({
      idOrSlug: id,
      version,
      sku: 'MUG-NEW',
      price: 900,
      compareAtPrice: null,
      lowStockAt: 3,
      weight: 420,
    });
    expect(after).toMatchObject({ price: 900, compareAtPrice: null });
    expect(after.variants).toMatchObject([
      { sku: 'MUG-NEW', price: 900, compareAtPrice: null, lowStockAt: 3, weight: 420, onHand: 10 },
    ]);
    const other = await mug();
    expect(await refusalOf(products.update({ idOrSlug: other.id, version: other.version, sku: 'MUG-NEW' }))).toEqual({
      code: 'SKU_TAKEN',
      sku: 'MUG-NEW',
    });
    expect(await products.get({ idOrSlug: other.id })).toEqual(other);
  });

  test('changes the tax class, which is standard at first, and logs both', async () => {
    const { id, version, taxClass } = await mug();
    expect(taxClass).toBe('standard');
    const reduced = await products.update({ idOrSlug: id, version, taxClass: 'reduced' });
    expect(reduced.taxClass).toBe('reduced');
    expect(await world.caller().products.get({ idOrSlug: id })).toMatchObject({ taxClass: 'reduced' });
    const { items } = await ada.caller.admin.audit({ target: id, limit: 1 });
    expect(items).toMatchObject([{ before: { taxClass: 'standard' }, after: { taxClass: 'reduced' } }]);
  });

  test.each(['', 'Reduced', 'ermäßigt', 'a b', 'x'.repeat(41)])('to the tax class %j is refused', async (taxClass) => {
    const { id, version } = await mug();
    const refusal = await refusalOf(products.update({ idOrSlug: id, version, taxClass }));
    expect(refusal).toMatchObject({ code: 'VALIDATION', issues: [{ path: 'taxClass' }] });
  });

  test.each([-1, 0.5, 10_000_001])('to a weight of %d grams is refused', async (weight) => {
    const { id, version } = await mug();
    const refusal = await refusalOf(products.update({ idOrSlug: id, version, weight }));
    expect(refusal).toMatchObject({ code: 'VALIDATION', issues: [{ path: 'weight' }] });
  });

  test('of one with variants refuses the fields of a simple one by name', async () => {
    const { id, version } = await shirt();
    for (const field of ['sku', 'price', 'compareAtPrice', 'lowStockAt', 'weight'] as const) {
      const value = field === 'sku' ? 'X-1' : 1;
      expect(await refusalOf(products.update({ idOrSlug: id, version, [field]: value }))).toMatchObject({
        code: 'VALIDATION',
        issues: [{ path: field }],
      });
    }
  });

  test('of a product that there is not is refused', async () => {
    expect(await refusalOf(products.update({ idOrSlug: crypto.randomUUID(), version: 1, name: 'X' }))).toEqual({
      code: 'NOT_FOUND',
    });
  });
});

describe('an archived product', () => {
  test('leaves every public read and the carts, and stays in old orders', async () => {
    const product = await mug();
    const variantId = product.variants[0]?.id ?? '';
    const order = await carol.caller.orders.place(orderInput({ items: [{ productId: product.id, quantity: 2 }] }));
    await carol.caller.cart.addItem({ productId: product.id });
    await products.archive({ idOrSlug: product.id, version: product.version });

    expect(await refusalOf(publicRead(product.id))).toEqual({ code: 'NOT_FOUND' });
    expect(await refusalOf(publicRead(product.slug))).toEqual({ code: 'NOT_FOUND' });
    expect((await world.caller().products.list({ ids: [product.id] })).items).toEqual([]);
    expect((await world.caller().products.search({ q: product.name })).items.map(({ id }) => id)).not.toContain(
      product.id,
    );
    expect((await carol.caller.cart.get()).issues).toMatchObject([{ code: 'UNAVAILABLE', variantId }]);
    expect(await refusalOf(carol.caller.cart.addItem({ productId: product.id }))).toMatchObject({
      code: 'PRODUCT_UNAVAILABLE',
    });
    expect(await refusalOf(carol.caller.orders.place(orderInput()))).toMatchObject({ code: 'PRODUCT_UNAVAILABLE' });
    expect(await carol.caller.orders.get({ idOrNumber: order.id })).toMatchObject({
      items: [{ name: product.name, variantId }],
    });
    expect(await products.get({ idOrSlug: product.id })).toMatchObject({
      status: 'archived',
      version: product.version + 1,
    });
    await carol.caller.cart.clear();
  });

  test('is on sale again when it is restored, and archiving or restoring twice does nothing', async () => {
    const { id } = await mug();
    await products.archive({ idOrSlug: id });
    await products.archive({ idOrSlug: id });
    const restored = await products.restore({ idOrSlug: id });
    expect(restored).toMatchObject({ status: 'active', version: 3 });
    expect(await products.restore({ idOrSlug: id })).toEqual(restored);
    expect((await publicRead(id)).id).toBe(id);
  });

  test('keeps its slug and SKU, is not made active by an edit, and its status is not stale unnoticed', async () => {
    const product = await mug();
    await products.archive({ idOrSlug: product.id });
    const current = await products.get({ idOrSlug: product.id });
    expect(await refusalOf(mug({ slug: product.slug }))).toMatchObject({ code: 'SLUG_TAKEN' });
    expect(
      await refusalOf(products.update({ idOrSlug: product.id, version: current.version, status: 'active' })),
    ).toMatchObject({ issues: [{ path: 'status' }] });
    expect(await refusalOf(products.restore({ idOrSlug: product.id, version: product.version }))).toEqual({
      code: 'STALE_VERSION',
      version: current.version,
    });
    expect(await refusalOf(products.archive({ idOrSlug: crypto.randomUUID() }))).toEqual({ code: 'NOT_FOUND' });
  });
});

describe('a variant', () => {
  test('is added to a product, which then has the lowest price and all their stock', async () => {
    const product = await shirt();
    const added = await products.variants.create({
      idOrSlug: product.id,
      options: { Size: 'L' },
      price: 1_500,
      stock: 2,
    });
    expect(added).toMatchObject({ price: 1_500, available: 2, onHand: 2, version: 2 });
    expect(await publicRead(product.id)).toMatchObject({
      price: 1_500,
      available: 12,
      variants: [{}, {}, { id: added.id }],
    });
    const { items } = await products.stock.ledger({ id: added.id });
    expect(items).toMatchObject([{ reason: 'received', onHandChange: 2, onHandAfter: 2 }]);
  });

  test('cannot have the options of another, whatever their case, nor the SKU of any', async () => {
    const product = await shirt();
    const [first, second] = product.variants;
    const same = { idOrSlug: product.id, options: { size: 'm' }, price: 1 };
    expect(await refusalOf(products.variants.create(same))).toMatchObject({
      code: 'VALIDATION',
      issues: [{ path: 'options', code: 'duplicate' }],
    });
    expect(
      await refusalOf(products.variants.create({ ...same, options: { Size: 'XL' }, sku: first?.sku ?? '' })),
    ).toEqual({ code: 'SKU_TAKEN', sku: first?.sku });
    const edit = { id: second?.id ?? '', version: second?.version ?? 0 };
    expect(await refusalOf(products.variants.update({ ...edit, options: { Size: 'S' } }))).toMatchObject({
      issues: [{ path: 'options' }],
    });
    expect(await refusalOf(products.variants.update({ ...edit, sku: first?.sku ?? '' }))).toMatchObject({
      code: 'SKU_TAKEN',
    });
    expect(await publicRead(product.id)).toMatchObject({ variants: [{ id: first?.id }, { id: second?.id }] });
  });

  test('can have options that differ by a letter, a mark or a symbol alone', async () => {
    const values = ['สี', 'สี่', 'कि', 'की', 'か', 'が', 'Bøg', 'Bog', 'C+', 'C++', '10²', '102'];
    const variants = values.map((Kind) => ({ options: { Kind }, price: 1 }));
    const made = await ada.caller.products.create({ name: 'Many kinds', variants });
    expect(made.variants.map(({ options }) => options['Kind'])).toEqual(values);
    expect(new Set(made.variants.map(({ sku }) => sku)).size).toBe(values.length);
    const same = { idOrSlug: made.id, options: { KIND: ' BØG ' }, price: 1 };
    expect(await refusalOf(products.variants.create(same))).toMatchObject({ issues: [{ code: 'duplicate' }] });
  });

  test('with the same options is added once by many at the same time', async () => {
    const product = await shirt();
    const racing = Array.from({ length: 6 }, (_, n) =>
      products.variants.create({
        idOrSlug: product.id,
        sku: `RACE-${product.id}-${n}`,
        options: { Size: 'L' },
        price: 1,
      }),
    );
    expect(await tally(racing)).toEqual({ ok: 1, VALIDATION: 5 });
  });

  test('is edited with its version, and its product follows', async () => {
    const product = await shirt();
    const [, medium] = product.variants;
    const edit = { id: medium?.id ?? '', version: medium?.version ?? 0 };
    const edited = await products.variants.update({
      ...edit,
      price: 3_000,
      compareAtPrice: 4_000,
      options: { Size: 'Medium' },
    });
    expect(edited).toMatchObject({
      price: 3_000,
      compareAtPrice: 4_000,
      options: { Size: 'Medium' },
      version: edit.version + 1,
    });
    expect(await publicRead(product.id)).toMatchObject({ price: 2_000, compareAtPrice: null });
    expect(await refusalOf(products.variants.update({ ...edit, price: 1 }))).toEqual({
      code: 'STALE_VERSION',
      version: edited.version,
    });
    const racing = [1, 2, 3].map((price) => products.variants.update({ id: edit.id, version: edited.version, price }));
    expect(await tally(racing)).toEqual({ ok: 1, STALE_VERSION: 2 });
  });

  test('and another of its product that are repriced at the same time leave the lowest price of both', async () => {
    for (let round = 0; round < 8; round += 1) {
      const product = await shirt();
      await Promise.all(
        product.variants.map(({ id, version }, n) => products.variants.update({ id, version, price: 5_000 + n })),
      );
      expect((await publicRead(product.id)).price).toBe(5_000);
    }
  });

  test('that was ordered is archived when it is removed: carts say so, the order and its ledger keep reading it', async () => {
    const product = await shirt();
    const [small, medium] = product.variants;
    const id = small?.id ?? '';
    const order = await carol.caller.orders.place(orderInput({ items: [{ variantId: id, quantity: 1 }] }));
    await carol.caller.cart.addItem({ variantId: id });
    await products.variants.remove({ id });

    expect((await publicRead(product.id)).variants.map((variant) => variant.id)).toEqual([medium?.id]);
    expect(await publicRead(product.id)).toMatchObject({ price: 1_800, available: 5 });
    expect((await carol.caller.cart.get()).issues).toMatchObject([{ code: 'UNAVAILABLE', variantId: id }]);
    expect(await refusalOf(carol.caller.cart.addItem({ variantId: id }))).toMatchObject({
      code: 'PRODUCT_UNAVAILABLE',
    });
    // The product now has one variant to choose from.
    expect((await carol.caller.cart.addItem({ productId: product.id })).items).toHaveLength(2);
    await carol.caller.cart.clear();
    expect(await carol.caller.orders.get({ idOrNumber: order.id })).toMatchObject({
      items: [{ variantId: id, sku: small?.sku }],
    });
    await ada.caller.admin.orders.cancel({ idOrNumber: order.id });
    expect((await products.stock.ledger({ id })).items[0]).toMatchObject({
      reason: 'released',
      reservedAfter: 0,
      onHandAfter: 5,
    });

    expect(await refusalOf(products.variants.update({ id, version: 1, price: 1 }))).toEqual({ code: 'NOT_FOUND' });
    expect(await refusalOf(products.variants.remove({ id }))).toEqual({ code: 'NOT_FOUND' });
    const other = await mug();
    expect(
      await refusalOf(products.update({ idOrSlug: other.id, version: other.version, sku: small?.sku })),
    ).toMatchObject({
      code: 'SKU_TAKEN',
    });

    // The removed variant's options are free again, and its SKU restores it.
    const { id: replacement } = await products.variants.create({
      idOrSlug: product.id,
      sku: `${small?.sku}-2`,
      options: { Size: 'S' },
      price: 1,
    });
    expect(
      await refusalOf(
        products.variants.create({ idOrSlug: product.id, sku: small?.sku, options: { Size: 'S' }, price: 1 }),
      ),
    ).toMatchObject({ issues: [{ path: 'options' }] });
    await products.variants.remove({ id: replacement });
    const back = await products.variants.create({
      idOrSlug: product.id,
      sku: small?.sku,
      options: { Size: 'S' },
      price: 2_100,
      stock: 1,
    });
    expect(back).toMatchObject({ id, price: 2_100, onHand: 6 });
  });

  test('without a history is gone when it is removed, and its SKU is free', async () => {
    const product = await shirt();
    const added = await products.variants.create({
      idOrSlug: product.id,
      sku: 'NEVER-SOLD',
      options: { Size: 'L' },
      price: 1,
    });
    await products.variants.remove({ id: added.id, version: added.version });
    expect(await refusalOf(products.stock.ledger({ id: added.id }))).toEqual({ code: 'NOT_FOUND' });
    await mug({ sku: 'NEVER-SOLD' });
  });

  test('that is the last of its product cannot be removed, not even when two are removed at the same time', async () => {
    const { variants } = await shirt();
    const racing = variants.map(({ id }) => products.variants.remove({ id }));
    expect(await tally(racing)).toEqual({ ok: 1, VALIDATION: 1 });
  });
});

describe('a category', () => {
  test('is made, named and given another slug, and says how many products on sale it has', async () => {
    const made = await products.saveCategory({ slug: 'plates', name: 'Plates' });
    expect(made).toEqual({ id: made.id, slug: 'plates', name: 'Plates', version: 1, count: 0 });
    await mug({ category: 'plates' });
    await mug({ category: 'plates', status: 'draft' });
    const renamed = await products.saveCategory({ slug: 'plates', newSlug: 'dishes', name: 'Dishes', version: 1 });
    expect(renamed).toEqual({ ...made, slug: 'dishes', name: 'Dishes', version: 2, count: 1 });
    const { items } = await world.caller().products.categories();
    expect(items).toContainEqual(renamed);
    expect(items.map(({ slug }) => slug)).not.toContain('plates');
    expect(await refusalOf(products.saveCategory({ slug: 'dishes', name: 'X', version: 1 }))).toEqual({
      code: 'STALE_VERSION',
      version: 2,
    });
    expect(await refusalOf(products.saveCategory({ slug: 'nowhere', name: 'X', version: 1 }))).toEqual({
      code: 'NOT_FOUND',
    });
    await products.saveCategory({ slug: 'taken', name: 'Taken' });
    expect(await refusalOf(products.saveCategory({ slug: 'dishes', newSlug: 'taken', name: 'X' }))).toMatchObject({
      code: 'SLUG_TAKEN',
    });
  });

  test('is made once by many at the same time', async () => {
    const racing = Array.from({ length: 6 }, () => products.saveCategory({ slug: 'crowd', name: 'Crowd' }));
    expect(await tally(racing)).toEqual({ ok: 6 });
    expect((await world.caller().products.categories()).items.filter(({ slug }) => slug === 'crowd')).toHaveLength(1);
  });

  test('that is removed while products come into it is removed, or there is none, and nothing goes wrong', async () => {
    for (let round = 0; round < 8; round += 1) {
      await products.saveCategory({ slug: 'contested', name: 'Contested' });
      const { id, version } = await mug();
      const outcomes = await tally([
        products.removeCategory({ slug: 'contested' }),
        ...Array.from({ length: 4 }, () => mug({ category: 'contested' })),
        products.update({ idOrSlug: id, version, category: 'contested' }),
      ]);
      expect(Object.keys(outcomes).filter((outcome) => outcome !== 'ok' && outcome !== 'VALIDATION')).toEqual([]);
    }
  });

  test('that is removed leaves its products on sale without one', async () => {
    await products.saveCategory({ slug: 'short-lived', name: 'Short-lived' });
    const { id, name } = await mug({ category: 'short-lived' });
    await products.removeCategory({ slug: 'short-lived' });
    expect((await publicRead(id)).category).toBeNull();
    const { facets } = await world.caller().products.search({ q: name });
    expect(facets.categories.map(({ slug }) => slug)).not.toContain('short-lived');
    expect(await refusalOf(products.removeCategory({ slug: 'short-lived' }))).toEqual({ code: 'NOT_FOUND' });
  });
});

describe('pages that are walked while products are inserted and repriced', () => {
  for (const sort of ['newest', 'price', '-price', 'name'] as const) {
    test(`sorted by ${sort} show nothing twice, and lose nothing that stayed`, async () => {
      const made = [];
      for (let index = 0; index < 24; index += 1) {
        clock.advance({ minutes: 0.01 });
        made.push(await mug({ name: `Walk ${sort} ${index % 3}`, price: 1_000 + 10 * (index % 5) }));
      }
      const ids = made.map(({ id }) => id);
      const seen: string[] = [];
      const repriced = new Set<string>();
      let cursor: string | null = null;
      let step = 0;
      do {
        const page: Awaited<ReturnType<typeof products.list>> = await world
          .caller()
          .products.list({ sort, ids, limit: 3, ...(cursor !== null && { cursor }) });
        seen.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor;
        // Moves a listed product behind the cursor and an unlisted one before it, or the other way round.
        const movers = [seen[step], ids.find((id) => !seen.includes(id) && !repriced.has(id))];
        for (const [index, id] of movers.entries()) {
          if (id === undefined) continue;
          const { version } = await products.get({ idOrSlug: id });
          await products.update({
            idOrSlug: id,
            version,
            price: (index === 0) === (sort === 'price') ? 9_000 + step : step,
          });
          repriced.add(id);
        }
        await mug({ name: `Walk ${sort} 1`, price: 1_020 });
        clock.advance({ minutes: 0.01 });
        step += 1;
      } while (cursor !== null);
      expect(new Set(seen).size).toBe(seen.length);
      expect(ids.filter((id) => !repriced.has(id) && !seen.includes(id))).toEqual([]);
      if (sort === 'newest' || sort === 'name') expect([...seen].sort()).toEqual([...ids].sort());
    });
  }

  /** Edits a product as Ada, in a transaction that waits before its commit. */
  async function updateSlowly(input: Parameters<typeof products.update>[0]) {
    const [written, mayCommit] = [gate(), gate()];
    const db: typeof shop.db = {
      ...shop.db,
      transact: (work) =>
        shop.db.transact(async (tx) => {
          const result = await work(tx);
          written.open();
          await mayCommit.opened;
          return result;
        }),
    };
    const request = { requestId: 'test', ip: '127.0.0.1', accessToken: ada.accessToken };
    const updating = createCaller(() => createContext({ ...shop, db }, request)).products.update(input);
    await Promise.race([written.opened, updating]);
    return async () => {
      mayCommit.open();
      await updating;
    };
  }

  test.each([
    ['price', 450],
    ['-price', 250],
  ] as const)(
    'sorted by %s show one once that was not yet repriced for others at the first page, and those that just had been',
    async (sort, behind) => {
      const made = [];
      for (let index = 0; index < 6; index += 1) made.push(await mug({ price: 100 * (index + 1) }));
      if (sort === '-price') made.reverse();
      const ids = made.map(({ id }) => id);
      const [first, , , , settled] = made;
      await products.update({ idOrSlug: settled!.id, version: settled!.version, price: settled!.price + 1 });
      const commit = await updateSlowly({ idOrSlug: first!.id, version: first!.version, price: behind });
      clock.advance({ minutes: 0.01 });
      const page = (cursor?: string | null) =>
        world.caller().products.list({ sort, ids, limit: 3, ...(cursor != null && { cursor }) });
      const one = await page();
      await commit();
      const two = await page(one.nextCursor);
      expect([...one.items, ...two.items].map(({ id }) => id)).toEqual(ids);
      const { items } = await page();
      expect(items.map(({ id }) => id)).toEqual(ids.slice(1, 4));
    },
  );
});
