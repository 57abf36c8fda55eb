interface Goods {
  readonly quantity: number;
  /** Taken out before shipping. */
  readonly cancelledQuantity: number;
  /** Back in stock after shipping. */
  readonly returnedQuantity: number;
}

/** What is left of a line to be packed and shipped, and what counts as sold: all but what was taken out before. */
export function leftOf({ quantity, cancelledQuantity }: Omit<Goods, 'returnedQuantity'>): number {
  return quantity - cancelledQuantity;
}

/** What of a shipped line has not come back. */
export function outOf(line: Goods): number {
  return leftOf(line) - line.returnedQuantity;
}

/** Whether an order has something to ship. */
export function hasGoods(lines: readonly Omit<Goods, 'returnedQuantity'>[]): boolean {
  return lines.some((line) => leftOf(line) > 0);
}
