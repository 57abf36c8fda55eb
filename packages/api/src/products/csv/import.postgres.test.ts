import { gate, inFlight } from '@cartwright/db/testing';
import { eq } from 'drizzle-orm';
import { afterAll, describe, expect, test } from 'vitest';
import { blocked, createTestShop, inconsistencies, refusalOf } from '../../testing.ts';
import { changeStock } from '../stock.ts';

const world = await createTestShop();
const { db } = world.shop;
const { products, admin } = (await world.signUp({ role: 'admin' })).caller;
afterAll(async () => {
  expect(await inconsistencies(db)).toEqual([]);
  await world.close();
});

const run = (text: string) => admin.products.import({ file: new File([text], 'products.csv'), dryRun: false });

/** Runs a transaction that holds its locks until released. */
async function holding(work: (tx: Parameters<Parameters<typeof db.transact>[0]>[0]) => Promise<unknown>) {
  const [held, goesOn] = [gate(), gate()];
  const ended = inFlight(
    db.transact(async (tx) => {
      await work(tx);
      held.open();
      await goesOn.opened;
    }),
  );
  await held.opened;
  return () => {
    goesOn.open();
    return ended;
  };
}

describe('an import of stock that is set to another count since it was compared', () => {
  async function importWhileCounted(slug: string, columns: string, cells: string) {
    const { id, variants } = await products.create({ slug, name: 'Mug', price: 900, stock: 10 });
    const [{ id: variantId, version }] = variants as [(typeof variants)[number]];
    const letGo = await holding((tx) =>
      changeStock(tx, [{ variantId, onHand: 10, version }], {
        reason: { words: 'counted' },
        actor: 'cli',
        at: new Date(),
      }),
    );
    const importing = inFlight(run(`slug,stock${columns}\n${slug},50${cells}\n`));
    await blocked(db);
    await letGo();
    const outcome = await importing.then(
      () => 'ok',
      () => refusalOf(importing),
    );
    return { outcome, onHand: (await products.get({ idOrSlug: id })).variants[0]?.onHand };
  }

  test('sets it to what the file says', async () => {
    expect(await importWhileCounted('mug', '', '')).toEqual({ outcome: 'ok', onHand: 50 });
  });

  test('is refused where the file names the version that it is based on', async () => {
    const { outcome, onHand } = await importWhileCounted('bowl', ',variantVersion', ',1');
    expect(outcome).toMatchObject({ code: 'VALIDATION', issues: [{ code: 'STALE_VERSION' }] });
    expect(onHand).toBe(20);
  });
});

test('a product that comes to differ from the file while it is compared loses no later edit to the import', async () => {
  const [cup, jug] = [
    await products.create({ slug: 'cup', name: 'Cup', price: 900 }),
    await products.create({ slug: 'jug', name: 'Jug', price: 900 }),
  ];
  const touching = (id: string, fields: object) =>
    holding((tx) => tx.update(tx.tables.products).set(fields).where(eq(tx.tables.products.id, id)));
  const letCupGo = await touching(cup.id, { updatedAt: new Date() });
  const importing = inFlight(run('slug,name\ncup,Big cup\njug,Jug\n'));
  await blocked(db);
  const { version } = await products.update({ idOrSlug: jug.id, version: jug.version, name: 'Small jug' });
  const letJugGo = await touching(jug.id, { description: 'Blue', version: version + 1 });
  await letCupGo();
  await blocked(db);
  await letJugGo();
  await importing;
  expect(await products.get({ idOrSlug: 'jug' })).toMatchObject({
    name: 'Jug',
    description: 'Blue',
    version: version + 2,
  });
});

test('a file that puts a product on sale waits for its last piece to be gone', async () => {
  const made = await products.create({ name: 'Draft bowl', price: 900, stock: 1, status: 'draft' });
  const variantId = made.variants[0]?.id ?? '';
  const release = await holding((tx) =>
    changeStock(tx, [{ variantId, onHand: -1 }], { reason: { words: 'sold' }, actor: 'cli', at: new Date() }),
  );
  const importing = inFlight(run(`slug,status\n${made.slug},active\n`));
  await blocked(db);
  await release();
  expect(await importing).toMatchObject({ products: { updated: 1 } });
  expect((await products.list({ ids: [made.id], inStock: true })).items).toEqual([]);
});
