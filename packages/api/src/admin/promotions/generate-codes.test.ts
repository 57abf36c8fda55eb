import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestShop, refusalOf, type SignedUp } from '../../testing.ts';
import { generateCodes, type PromotionCode } from './generate-codes.ts';
import { listCodes } from './list-codes.ts';

const world = await createTestShop();
afterAll(() => world.close());
let ada: SignedUp;
beforeAll(async () => {
  ada = await world.signUp({ role: 'admin' });
});

const create = (name: string) => ada.caller.admin.promotions.create({ name, rule: { kind: 'free_shipping' } });
const by = { actor: 'cli', action: 'admin.promotions.generateCodes', at: new Date() } as const;
const generate = (promotionId: string, count: number) =>
  generateCodes(world.shop, { promotionId, count, prefix: 'X', usesLimit: 3, by });
async function all(batches: AsyncIterable<readonly PromotionCode[]>): Promise<PromotionCode[]> {
  const codes: PromotionCode[] = [];
  for await (const batch of batches) codes.push(...batch);
  return codes;
}
const countOf = async (id: string) => (await ada.caller.admin.promotions.get({ id })).codeCount;

test('codes come in batches that are valid by themselves, each with an entry in the audit log', async () => {
  const { id } = await create('Batches');
  const batches = generate(id, 2_001);
  expect((await batches.next()).value).toHaveLength(1_000);
  expect(await countOf(id)).toBe(1_000);
  const [first] = await ada.caller.admin.promotions.get({ id }).then(({ codes }) => codes);
  expect((await ada.caller.admin.promotions.list({ hasCode: first ?? '' })).items).toMatchObject([{ id }]);
  expect(await all(batches)).toHaveLength(1_001);
  expect(await all(listCodes(world.shop, id))).toHaveLength(2_001);
  const { items } = await ada.caller.admin.audit({ target: id });
  expect(items.map(({ actor, after }) => [actor, after?.['codeCount']])).toEqual([
    ['cli', 2_001],
    ['cli', 2_000],
    ['cli', 1_000],
    [`user:${ada.user.id}`, undefined],
  ]);
});

test('a promotion that is archived meanwhile gets no more codes, and keeps those that it has', async () => {
  const { id } = await create('Archived');
  const batches = generate(id, 1_001);
  await batches.next();
  await ada.caller.admin.promotions.archive({ id });
  expect(await refusalOf(batches.next())).toMatchObject({ code: 'VALIDATION', issues: [{ path: 'promotion' }] });
  expect(await countOf(id)).toBe(1_000);
});

test('codes are listed with the uses that their limit has counted', async () => {
  const { id } = await create('Used');
  const made = await all(generate(id, 2));
  await ada.caller.admin.promotions.update({ id, version: 1, addCodes: ['UNLIMITED'] });
  const [used] = made;
  const balance = {
    id: `promotion:${id}:code:${used?.code}`,
    ownerId: id,
    kind: 'code' as const,
    value: -2,
    floor: -3,
  };
  await world.shop.db.transact(async (tx) => void (await tx.insert(tx.tables.balances).values(balance)));
  const listed = await all(listCodes(world.shop, id));
  expect(listed).toEqual(
    [
      { code: 'UNLIMITED', usesLimit: null, uses: null },
      { ...made[1], uses: 0 },
      { ...used, uses: 2 },
    ].sort((one, other) => ((one.code ?? '') < (other.code ?? '') ? -1 : 1)),
  );
});
