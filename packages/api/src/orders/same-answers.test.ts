import { afterAll, expect, test } from 'vitest';
import { createTestShop, orderInput, refusalOf, type SignedUp } from '../testing.ts';

const world = await createTestShop({ ACCESS_TOKEN_EXPIRE_MINUTES: '10000', TAX_BASIS_POINTS: '725' });
afterAll(() => world.close());

/** Replaces ids, times and order numbers, which differ between runs, and keeps equal values equal. */
function withoutChance(value: unknown): unknown {
  const names = new Map<string, string>();
  const nameOf = (text: string, kind: string) => {
    const known = names.get(text) ?? `<${kind} ${names.size + 1}>`;
    names.set(text, known);
    return known;
  };
  const text = JSON.stringify(value, (_key, item: unknown) => (typeof item === 'bigint' ? String(item) : item))
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, (id) => nameOf(id, 'id'))
    .replaceAll(/"(\d+)\.\d{6}"/g, '"$1"')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
    .replaceAll(/"[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}"/g, (number) => nameOf(number, 'number'));
  return JSON.parse(text.replaceAll(/(?<=":)(<[^>]+>)/g, '"$1"')) as unknown;
}

test('one sequence of requests is answered the same on every database', async () => {
  const answers: unknown[] = [];
  const note = async (words: string, call: Promise<unknown>) => {
    const answer = await call.catch(async () => ({ refused: await refusalOf(call) }));
    answers.push({ [words]: answer });
    return answer;
  };
  const ada = await world.signUp({ role: 'admin', name: 'Ada' });
  const bob = await world.signUp({ name: 'Bob' });
  const create = async (input: Parameters<SignedUp['caller']['products']['create']>[0]) => {
    const product = await ada.caller.products.create(input);
    world.clock.advance({ minutes: 1 });
    return product;
  };

  const mug = await create({ name: 'Émaillé Mug', price: 1_250, stock: 3, attributes: { material: 'steel' } });
  const bowl = await create({
    name: 'Bowl',
    variants: [
      { options: { size: 'S' }, price: 900, stock: 1 },
      { options: { size: 'L' }, price: 1_400, compareAtPrice: 1_600, stock: 0 },
    ],
  });
  await create({ name: 'apron', price: 1_250, stock: 9 });
  const [small, large] = bowl.variants.map(({ id }) => id);

  for (const sort of ['newest', 'price', '-price', 'name'] as const) {
    await note(
      `list by ${sort}`,
      world
        .caller()
        .products.list({ sort })
        .then(({ items }) => items.map(({ name }) => name)),
    );
  }
  await note('list in stock', world.caller().products.list({ inStock: true, maxPrice: 1_250 }));
  await note('same slug', ada.caller.products.create({ name: 'x', slug: mug.slug, price: 1 }));
  await note('same sku', ada.caller.products.create({ name: 'x', sku: mug.variants[0]!.sku, price: 1 }));
  await note('unknown category', ada.caller.products.create({ name: 'x', category: 'nowhere', price: 1 }));

  await note('add', bob.caller.cart.addItem({ productId: mug.id, quantity: 2 }));
  await note('add too many', bob.caller.cart.addItem({ productId: mug.id, quantity: 2 }));
  await note('add of several variants', bob.caller.cart.addItem({ productId: bowl.id }));
  await note('add sold out', bob.caller.cart.addItem({ variantId: large! }));
  await note('quote', bob.caller.orders.quote(orderInput({ expectedTotal: 1 })));
  await note('price changed', bob.caller.orders.place(orderInput({ expectedTotal: 1 })));
  const keyed = bob.withKey('first');
  await note('place', keyed.orders.place(orderInput()));
  await note('place again', keyed.orders.place(orderInput()));
  await note('place otherwise', keyed.orders.place(orderInput({ note: 'ring twice' })));
  await note('empty', bob.caller.orders.place(orderInput()));
  const short = [
    { productId: mug.id, quantity: 2 },
    { variantId: small!, quantity: 2 },
  ];
  await note('short', bob.caller.orders.place(orderInput({ items: short })));
  await note(
    'by lines',
    bob.caller.orders.place(orderInput({ items: [{ variantId: small!, quantity: 1 }], token: 'decline' })),
  );
  await world.drainJobs();
  const { items } = await bob.caller.orders.list({});
  await note('orders', Promise.resolve(items));
  const [second, first] = items;
  await note('pay by cash', bob.caller.orders.pay({ idOrNumber: second!.id, payment: { method: 'cod' } }));
  await note('cancel', bob.caller.orders.cancel({ idOrNumber: second!.id, reason: 'changed my mind' }));
  await note('cancel again', bob.caller.orders.cancel({ idOrNumber: second!.id }));
  await note(
    'ship',
    ada.caller.admin.orders.setStatus({ idOrNumber: first!.id, status: 'shipped', tracking: { number: 'RM1' } }),
  );
  await note('ship cancelled', ada.caller.admin.orders.setStatus({ idOrNumber: second!.id, status: 'shipped' }));
  await note(
    'refund',
    ada.caller.admin.orders.refund({
      idOrNumber: first!.id,
      lines: [{ variantId: mug.variants[0]!.id, quantity: 1 }],
      restock: true,
    }),
  );
  await note('refund too much', ada.caller.admin.orders.refund({ idOrNumber: first!.id, amount: 100_000 }));
  await world.drainJobs();
  await note('read', bob.caller.orders.get({ idOrNumber: first!.number }));
  await note('find', ada.caller.admin.orders.list({ q: first!.number.slice(1, 4).toLowerCase(), status: 'shipped' }));
  await note('find by payment', ada.caller.admin.orders.list({ paymentStatus: 'partially_refunded' }));
  await note('find nothing', ada.caller.admin.orders.list({ q: '%', paymentStatus: 'refunded' }));
  await note(
    'mails',
    world
      .mails()
      .then((mails) =>
        mails.map(({ subject, to }) => `${to}: ${subject.replace(/[0-9A-Z]{5}-[0-9A-Z]{5}/, '…')}`).sort(),
      ),
  );

  await expect(`${JSON.stringify(withoutChance(answers), null, 2)}\n`).toMatchFileSnapshot('./same-answers.snap');
});
