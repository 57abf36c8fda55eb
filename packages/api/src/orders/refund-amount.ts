import { allocate } from '../kernel/money.ts';

interface PricedLine {
  readonly position: number;
  readonly quantity: number;
  readonly lineTotal: number;
  readonly refundedQuantity: number;
}

interface PricedOrder {
  readonly discount: number;
  readonly shipping: number;
  readonly tax: number;
}

/**
 * What `pieces` more of a line cost its buyer, with their share of discount and tax; shipping is not a line's. However
 * the pieces of an order are refunded, one by one or together, the parts add up to the same amount.
 */
export function refundOfPieces(
  order: PricedOrder,
  lines: readonly PricedLine[],
  line: PricedLine,
  pieces: number,
): number {
  const totals = lines.map(({ lineTotal }) => lineTotal);
  const index = lines.findIndex(({ position }) => position === line.position);
  const discount = allocate(order.discount, totals)[index] ?? 0;
  // Shipping is taxed as the goods are, so it takes its share of the tax.
  const tax = allocate(order.tax, [...totals, order.shipping])[index] ?? 0;
  const paid = line.lineTotal - discount + tax;
  const perPiece = allocate(
    paid,
    Array.from({ length: line.quantity }, () => 1),
  );
  const from = line.refundedQuantity;
  return perPiece.slice(from, from + pieces).reduce((sum, part) => sum + part, 0);
}
