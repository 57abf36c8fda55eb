/** Why the shop itself changes stock, as the ledger names it. */
export const stockReasons = {
  received: 'New stock of a new variant',
  imported: 'A CSV file changed the stock',
  reserved: 'An order was placed',
  released: 'An order that was not shipped gave its quantity back',
  shipped: 'The goods of an order left the shop',
  returned: 'Shipped goods came back into stock',
  written_off: 'Shipped goods came back and did not go into stock',
  corrected: '`inventory verify --repair` changed the ledger or the reserved quantity',
} as const;

export type StockReason = keyof typeof stockReasons;

/** The reason of a person, in the person's own words. */
export interface OwnWords {
  readonly words: string;
}
