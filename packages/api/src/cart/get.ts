import { prepared, type Reader, type Transaction } from '@cartwright/db';
import type { GuestContext } from '@cartwright/kernel/context';
import { imageUrl } from '@cartwright/kernel/image-url';
import { formatMoney } from '@cartwright/kernel/money';
import type { Shop } from '@cartwright/kernel/shop';
import { asc, eq } from 'drizzle-orm';
import { type Purchasable, purchasableColumns, toPurchasable } from '../products/index.ts';
import { findOwnCart } from './find.ts';
import type { Cart, CartIssue, CartItem } from './schema.ts';

/** The caller's cart with current prices and stock. */
export async function getCart(ctx: GuestContext): Promise<Cart> {
  const { read } = ctx.shop.db;
  const cart = await findOwnCart(ctx, read);
  return cart ? readCart(ctx.shop, read, cart) : emptyCart(ctx.shop);
}

export function emptyCart({ settings }: Shop): Cart {
  return { id: null, items: [], subtotal: 0, currency: settings.currency, count: 0, issues: [], expiresAt: null };
}

/** One line of a cart with the current facts of its variant. */
export interface CartLine {
  readonly variant: Purchasable;
  readonly quantity: number;
  readonly priceAtAdd: number;
}

const findLines = prepared(
  'lines of a cart',
  ({ cartLines }) => ({ cartId: cartLines.cartId }),
  (read, { cartId }) => {
    const { cartLines, variants, products } = read.tables;
    return read
      .select({
        variant: purchasableColumns(read.tables),
        quantity: cartLines.quantity,
        priceAtAdd: cartLines.priceAtAdd,
      })
      .from(cartLines)
      .innerJoin(variants, eq(variants.id, cartLines.variantId))
      .innerJoin(products, eq(products.id, variants.productId))
      .where(eq(cartLines.cartId, cartId))
      .orderBy(asc(cartLines.addedAt), asc(cartLines.variantId));
  },
);

/** The lines of a cart in the order of their addition. */
export async function readCartLines(read: Reader | Transaction, cartId: string): Promise<CartLine[]> {
  const rows = await findLines(read, { cartId });
  return rows.map((row) => ({ ...row, variant: toPurchasable(row.variant) }));
}

export async function readCart(
  shop: Shop,
  read: Reader | Transaction,
  cart: { id: string; expiresAt: Date },
): Promise<Cart> {
  return toCart(shop, cart, await readCartLines(read, cart.id));
}

export function toCart(shop: Shop, cart: { id: string; expiresAt: Date }, lines: readonly CartLine[]): Cart {
  const items = lines.map((line) => toItem(shop, line));
  return {
    id: cart.id,
    items,
    subtotal: items.reduce((sum, { lineTotal }) => sum + lineTotal, 0),
    currency: shop.settings.currency,
    count: items.reduce((sum, { quantity }) => sum + quantity, 0),
    issues: lines.flatMap((line) => issuesOf(shop, line)),
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
