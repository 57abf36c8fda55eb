import type { CodeReason, Left, PriceLine, PriceRequest, Promotion } from '../types.ts';

type Circumstances = Pick<PriceRequest, 'lines' | 'destination' | 'customer' | 'at' | 'left'>;

/**
 * Why a promotion does not fit an order, or null. A country and a first order that are not known yet fit if `assume` is
 * true.
 */
export function reasonAgainst(promotion: Promotion, order: Circumstances, assume: boolean): CodeReason | null {
  return (
    reasonOfTime(promotion, order.at) ??
    reasonOfLimits(order.left.get(promotion.id)) ??
    reasonOfCustomer(promotion, order, assume) ??
    reasonOfGoods(promotion, order.lines)
  );
}

function reasonOfTime({ startsAt, endsAt }: Promotion, at: Date): CodeReason | null {
  if (startsAt && at < startsAt) return 'not_started';
  return endsAt && at >= endsAt ? 'expired' : null;
}

function reasonOfLimits({ uses = 1, budget = 1, usesOfCustomer = 1 }: Left = {}): CodeReason | null {
  if (uses <= 0 || budget <= 0) return 'used_up';
  return usesOfCustomer <= 0 ? 'used_by_you' : null;
}

function reasonOfCustomer(
  { conditions: { countries, firstOrder, groups } }: Promotion,
  { destination, customer }: Circumstances,
  assume: boolean,
): CodeReason | null {
  if (countries && !(destination ? countries.includes(destination.country) : assume)) return 'country';
  if (firstOrder && !(customer.isFirstOrder ?? assume)) return 'customer';
  return groups && !groups.some((group) => customer.groups.includes(group)) ? 'customer' : null;
}

function reasonOfGoods({ conditions }: Promotion, lines: readonly PriceLine[]): CodeReason | null {
  const { productIds, categoryIds, minSubtotal = 0, minQuantity = 0 } = conditions;
  const hasAny = (ids: readonly string[] | undefined, idOf: (line: PriceLine) => string | null) =>
    ids === undefined || lines.some((line) => ids.includes(idOf(line) ?? ''));
  if (!hasAny(productIds, ({ productId }) => productId)) return 'items';
  if (!hasAny(categoryIds, ({ categoryId }) => categoryId)) return 'items';
  const subtotal = lines.reduce((sum, { unitPrice, quantity }) => sum + unitPrice * quantity, 0);
  const quantity = lines.reduce((sum, line) => sum + line.quantity, 0);
  return subtotal < minSubtotal || quantity < minQuantity ? 'minimum' : null;
}
