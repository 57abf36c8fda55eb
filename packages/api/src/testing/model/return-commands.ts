import fc from 'fast-check';
import { expect } from 'vitest';
import { recordRefund } from '../../orders/refund/record-refund.ts';
import { nextStatuses } from '../../orders/returns/moves.ts';
import { type Command, ending, onOrder, type RealShop } from './command.ts';
import { type OrderModel, returnable, takeIn } from './shop-model.ts';

type By = 'return' | 'withdrawal' | 'admin';

function openReturn(pick: number, quantity: number, by: By): Command {
  return onOrder(`${quantity} are to come back (${by}) of`, pick, async (order, _model, real) => {
    const { thing } = order.ordered[pick % order.ordered.length]!;
    const free = returnable(order, thing);
    const input = { idOrNumber: order.id, lines: [{ variantId: real.variantIds[thing]!, quantity }] };
    const call =
      by === 'admin'
        ? real.admin.caller.admin.returns.create(input)
        : real.customers[order.customer]!.caller.orders.requestReturn({ ...input, kind: by });
    const expected = free === 0 ? 'NOTHING_TO_RETURN' : quantity > free ? 'VALIDATION' : 'ok';
    expect(await ending(call)).toBe(expected);
    const status = by === 'return' ? 'requested' : 'approved';
    if (expected === 'ok') order.returns.push({ thing, missing: quantity, status });
  });
}

function decide(pick: number, verb: 'approve' | 'reject' | 'close'): Command {
  return onOrder(`admin lets a return ${verb} of`, pick, async (order, _model, { admin }) => {
    const index = pick % Math.max(1, order.returns.length);
    const { returns } = await admin.caller.admin.orders.get({ idOrNumber: order.id });
    expect(returns.map(({ status }) => status)).toEqual(order.returns.map(({ status }) => status));
    const [found, real] = [order.returns[index], returns[index]];
    if (!found || !real) return;
    const to = ({ approve: 'approved', reject: 'rejected', close: 'closed' } as const)[verb];
    const isAllowed = found.status === to || nextStatuses(found.status).includes(to);
    expect(await ending(admin.caller.admin.returns[verb]({ id: real.id }))).toBe(
      isAllowed ? 'ok' : 'INVALID_TRANSITION',
    );
    if (isAllowed) found.status = to;
  });
}

function receive(pick: number, restock: number, writeOff: number, refund: boolean): Command {
  return onOrder(`${restock} + ${writeOff} come back of`, pick, async (order, model, real) => {
    const { returns } = await real.admin.caller.admin.orders.get({ idOrNumber: order.id });
    const index = pick % Math.max(1, order.returns.length);
    const [found, row] = [order.returns[index], returns[index]];
    if (!found || !row) return;
    const lines = [{ variantId: real.variantIds[found.thing]!, restock, writeOff }];
    const most = Math.min(found.missing, order.out.get(found.thing) ?? 0);
    const mayArrive = nextStatuses(found.status).includes('received');
    const fits = restock + writeOff <= most ? 'ok' : 'VALIDATION';
    const call = real.admin.caller.admin.returns.receive({ id: row.id, lines, refund });
    expect(await ending(call)).toBe(mayArrive ? fits : 'INVALID_TRANSITION');
    if (!mayArrive || fits !== 'ok') return;
    takeIn(model, order, found, { restock, writeOff });
    await expectWithinBounds(order, real, refund);
  });
}

/** The money of a return is not computed twice: the model takes it from the shop, and holds it to its bounds. */
async function expectWithinBounds(order: OrderModel, { admin, variantIds }: RealShop, refund: boolean): Promise<void> {
  const { refunded, refunds, items } = await admin.caller.admin.orders.get({ idOrNumber: order.id });
  expect(refunded).toBeGreaterThanOrEqual(order.refunded);
  expect(refunded).toBeLessThanOrEqual(refund ? order.captured : order.refunded);
  order.refunded = refunded;
  const kept = refunds.filter(({ status }) => status !== 'failed').flatMap(({ lines }) => lines);
  for (const { thing, paid } of order.ordered) {
    const item = items.find(({ variantId }) => variantId === variantIds[thing])!;
    expect(item.shippedQuantity - item.returnedQuantity).toBe(order.out.get(thing) ?? 0);
    const own = kept.filter(({ variantId }) => variantId === item.variantId);
    expect(own.reduce((sum, { amount, fee }) => sum + amount + fee, 0)).toBeLessThanOrEqual(paid);
  }
}

function failRefund(pick: number): Command {
  return onOrder('a refund fails of', pick, async (order, _model, { admin, test }) => {
    if (order.status === 'cancelled') return;
    const { refunds } = await admin.caller.admin.orders.get({ idOrNumber: order.id });
    const attempts = refunds.flatMap((one) => one.attempts).filter(({ status }) => status !== 'failed');
    const attempt = attempts[pick % Math.max(1, attempts.length)];
    if (!attempt) return;
    await recordRefund(test.shop, attempt.id, { status: 'failed', reason: 'expired_card' }, 'cli');
    order.refunded -= attempt.amount;
  });
}

const pick = fc.nat(30);
const by = fc.constantFrom<By>('return', 'withdrawal', 'admin');

/** Everything that happens to returns, and refunds that fail. */
export const returnCommands = [
  fc.tuple(pick, fc.integer({ min: 1, max: 4 }), by).map((given) => openReturn(...given)),
  fc
    .tuple(pick, fc.constantFrom('approve' as const, 'reject' as const, 'close' as const))
    .map((given) => decide(...given)),
  fc
    .tuple(pick, fc.nat(2), fc.nat(2), fc.boolean())
    .filter(([, restock, writeOff]) => restock + writeOff > 0)
    .map((given) => receive(...given)),
  pick.map(failRefund),
];
