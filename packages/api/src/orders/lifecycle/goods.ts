/** The quantities of a line. */
export interface LineGoods {
  readonly quantity: number;
  /** Never left: removed before shipping. */
  readonly cancelledQuantity: number;
  /** In shipments. */
  readonly shippedQuantity: number;
  /** Came back after shipping, into stock or written off. */
  readonly returnedQuantity: number;
}

/** The quantity of a line that counts as sold: all but the cancelled quantity. */
export function soldOf({ quantity, cancelledQuantity }: LineGoods): number {
  return quantity - cancelledQuantity;
}

/** The quantity of a line that is left to ship. The order reserves it until it is cancelled. */
export function leftOf(line: LineGoods): number {
  return soldOf(line) - line.shippedQuantity;
}

/** The quantity of a line that left and has not come back. */
export function outOf({ shippedQuantity, returnedQuantity }: LineGoods): number {
  return shippedQuantity - returnedQuantity;
}

/** The facts about the goods of an order from which its statuses follow. */
export interface Goods {
  /** A quantity is left to ship. */
  readonly isLeft: boolean;
  /** A quantity was shipped. */
  readonly isShipped: boolean;
  /** A shipped quantity has not come back. */
  readonly isOut: boolean;
  /** A shipment is neither delivered nor returned to sender. */
  readonly isUnderWay: boolean;
  /** A shipment was delivered. */
  readonly isDelivered: boolean;
}

/** Sums up the lines and shipments of an order. A cancelled order has nothing left to ship. */
export function goodsOf(
  orderStatus: string,
  lines: readonly LineGoods[],
  shipments: readonly { readonly status: string }[],
): Goods {
  return {
    isLeft: orderStatus !== 'cancelled' && lines.some((line) => leftOf(line) > 0),
    isShipped: lines.some(({ shippedQuantity }) => shippedQuantity > 0),
    isOut: lines.some((line) => outOf(line) > 0),
    isUnderWay: shipments.some(({ status }) => status === 'shipped'),
    isDelivered: shipments.some(({ status }) => status === 'delivered'),
  };
}
