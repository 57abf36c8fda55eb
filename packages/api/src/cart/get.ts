import { prepared, type Reader, type Transaction } from '@cartwright/db';
import type { GuestContext } from '@cartwright/kernel/context';
import { imageUrl } from '@cartwright/kernel/image-url';
import { formatMoney } from '@cartwright/kernel/money';
import type { Shop } from '@cartwright/kernel/shop';
import { asc, eq, sql } from 'drizzle-orm';
import { pricingVersionOf } from '../pricing/index.ts';
import { type Purchasable, purchasableColumns, toPurchasable } from '../products/index.ts';
import { codesByCart, codesOfCarts } from './codes.ts';
import { findOwnCart } from './find.ts';
import { type PricedCart, priceCart } from './price.ts';
import type { Cart, CartIssue, CartItem } from './schema.ts';

/** The caller's cart with current prices and stock. */
export async function getCart(ctx: GuestContext): Promise<Cart> {
  const { read } = ctx.shop.db;
  const cart = await findOwnCart(ctx, read);
  return cart ? readCart(ctx, read, cart) : emptyCart(ctx.shop);
}

export function emptyCart({ settings: { currency } }: Shop): Cart {
  const amounts = { subtotal: 0, discount: 0, total: 0, currency };
  return { id: null, items: [], codes: [], discounts: [], ...amounts, count: 0, issues: [], expiresAt: null };
}

/** One line of a cart with the current facts of its variant. */
export interface CartLine {
  readonly variant: Purchasable;
  readonly quantity: number;
  readonly priceAtAdd: number;
}

/** The lines and the codes of a cart, each in the order of their addition. */
export interface CartContents {
  readonly lines: readonly CartLine[];
  readonly codes: readonly string[];
  /** The version of rates, methods and promotions; undefined for a cart without lines. */
  readonly pricingVersion: number | undefined;
}

const findLines = prepared(
  'lines of a cart',
  ({ cartLines }) => ({ cartId: cartLines.cartId }),
  (read: Reader, { cartId }) => {
    const { carts, cartLines, variants, products } = read.tables;
    return read
      .select({
        variant: purchasableColumns(read.tables),
        quantity: cartLines.quantity,
        priceAtAdd: cartLines.priceAtAdd,
        pricingVersion: sql<number>`(${pricingVersionOf(read)})`,
        codes: sql<string | null>`${codesOfCarts(read, eq(carts.id, cartId))}`,
      })
      .from(cartLines)
      .innerJoin(variants, eq(variants.id, cartLines.variantId))
      .innerJoin(products, eq(products.id, variants.productId))
      .where(eq(cartLines.cartId, cartId))
      .orderBy(asc(cartLines.addedAt), asc(cartLines.variantId));
  },
);

const findCodes = prepared(
  'codes of a cart',
  ({ cartCodes }) => ({ cartId: cartCodes.cartId }),
  (read, { cartId }) => {
    const { cartCodes } = read.tables;
    return read
      .select({ code: cartCodes.code })
      .from(cartCodes)
      .where(eq(cartCodes.cartId, cartId))
      .orderBy(asc(cartCodes.addedAt), asc(cartCodes.code));
  },
);

export async function readContents(read: Reader | Transaction, cartId: string): Promise<CartContents> {
  const rows = await findLines(read, { cartId });
  const [first] = rows;
  const codes = first
    ? (codesByCart(first.codes).get(cartId) ?? [])
    : (await findCodes(read, { cartId })).map(({ code }) => code);
  const lines = rows.map(({ variant, quantity, priceAtAdd }) => ({
    variant: toPurchasable(variant),
    quantity,
    priceAtAdd,
  }));
  return { lines, codes, pricingVersion: first?.pricingVersion };
}

export async function readCart(
  ctx: GuestContext,
  read: Reader | Transaction,
  cart: { id: string; expiresAt: Date },
): Promise<Cart> {
  const contents = await readContents(read, cart.id);
  return toCart(ctx.shop, cart, contents.lines, await priceCart(ctx, read, contents));
}

export function toCart(
  shop: Shop,
  cart: { id: string; expiresAt: Date },
  lines: readonly CartLine[],
  priced: PricedCart,
): Cart {
  const items = lines.map((line) => toItem(shop, line));
  return {
    id: cart.id,
    items,
    codes: priced.codes,
    discounts: priced.discounts,
    subtotal: priced.subtotal,
    discount: priced.discount,
    total: priced.total,
    currency: shop.settings.currency,
    count: items.reduce((sum, { quantity }) => sum + quantity, 0),
    issues: [...lines.flatMap((line) => issuesOf(shop, line)), ...priced.issues],
    expiresAt: cart.expiresAt,
  };
}

function toItem(shop: Shop, { variant, quantity, priceAtAdd }: CartLine): CartItem {
  const { variantId, productId, name, sku, options, imageKey, price, available } = variant;
  return {
    variantId,
    productId,
    name,
    sku,
    options,
    imageUrl: imageKey === null ? null : imageUrl(shop, imageKey),
    quantity,
    unitPrice: price,
    priceAtAdd,
    lineTotal: price * quantity,
    available: variant.isOnSale ? available : 0,
  };
}

function issuesOf({ settings }: Shop, { variant, quantity, priceAtAdd }: CartLine): CartIssue[] {
  const { variantId, name, available, price, isOnSale } = variant;
  if (!isOnSale) return [{ code: 'UNAVAILABLE', variantId, message: `${name} is no longer on sale.` }];
  const issues: CartIssue[] = [];
  if (available < quantity) {
    const message = available === 0 ? `${name} is sold out.` : `${name}: only ${available} available.`;
    issues.push({ code: 'SHORT_STOCK', variantId, message });
  }
  if (price !== priceAtAdd) {
    const [before, now] = [priceAtAdd, price].map((amount) => formatMoney(amount, settings.currency));
    issues.push({
      code: 'PRICE_CHANGED',
      variantId,
      message: `The price of ${name} changed from ${before} to ${now}.`,
    });
  }
  return issues;
}
