interface Goods {
  readonly quantity: number;
  /** Removed before shipping. */
  readonly cancelledQuantity: number;
  /** Back in stock after shipping. */
  readonly returnedQuantity: number;
}

/** The quantity of a line to ship, which also counts as sold: all but the cancelled quantity. */
export function leftOf({ quantity, cancelledQuantity }: Omit<Goods, 'returnedQuantity'>): number {
  return quantity - cancelledQuantity;
}

/** The quantity of a shipped line that has not come back. */
export function outOf(line: Goods): number {
  return leftOf(line) - line.returnedQuantity;
}

/** Tells whether an order has something to ship. */
export function hasGoods(lines: readonly Omit<Goods, 'returnedQuantity'>[]): boolean {
  return lines.some((line) => leftOf(line) > 0);
}
