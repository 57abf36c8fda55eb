import { and, asc, desc, eq, exists, gt, gte, inArray, lte, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { GuestContext } from '../kernel/context.ts';
import { cutPage, decodeCursor, encodeCursor } from '../kernel/paging.ts';
import { completeProducts, type ProductRow, selectProducts } from './read.ts';
import type { ListProductsInput, Product } from './schema.ts';

/** Products on sale, in one of four orders, each of them unique, so that pages neither repeat nor lose a product. */
export async function listProducts(
  ctx: GuestContext,
  input: ListProductsInput,
): Promise<{ items: Product[]; nextCursor: string | null }> {
  const { db } = ctx.shop;
  const { products } = db.tables;
  const sort = sorts(db.tables)[input.sort];
  const list = `products:${input.sort}`;

  const after = input.cursor === undefined ? undefined : sort.after(list, input.cursor);
  const rows = await selectProducts(db.read)
    .where(and(eq(products.status, 'active'), ...filters(ctx, input), after))
    .orderBy(...sort.order)
    .limit(input.limit + 1);

  const page = cutPage(rows, input.limit, (row) => row, (last) => encodeCursor(list, sort.position(last)));
  const audience = ctx.signedIn?.user.role === 'admin' ? 'admin' : 'public';
  return { ...page, items: await completeProducts(ctx.shop, db.read, page.items, audience) };
}

function filters({ shop: { db } }: GuestContext, input: ListProductsInput): (SQL | undefined)[] {
  const { products, categories, variants } = db.tables;
  const inStock = exists(
    db.read
      .select({ one: sql`1` })
      .from(variants)
      .where(and(eq(variants.productId, products.id), gt(variants.onHand, variants.reserved))),
  );
  return [
    input.category === undefined ? undefined : eq(categories.slug, input.category),
    input.minPrice === undefined ? undefined : gte(products.priceFrom, input.minPrice),
    input.maxPrice === undefined ? undefined : lte(products.priceFrom, input.maxPrice),
    input.inStock === undefined ? undefined : input.inStock ? inStock : sql`not ${inStock}`,
    input.ids && inArray(products.id, input.ids),
  ];
}

interface Sort {
  readonly order: SQL[];
  readonly position: (last: ProductRow) => (string | number)[];
  readonly after: (list: string, cursor: string) => SQL;
}

/** Each sort ends with the id, which makes it unique. */
function sorts({ products: p }: GuestContext['shop']['db']['tables']): Record<ListProductsInput['sort'], Sort> {
  const byNumber = z.tuple([z.number().int(), z.uuid()]);
  const byText = z.tuple([z.string(), z.uuid()]);
  return {
    newest: {
      order: [desc(p.createdAt), desc(p.id)],
      position: ({ product }) => [product.createdAt.getTime(), product.id],
      after: (list, cursor) => {
        const [time, id] = decodeCursor(list, byNumber, cursor);
        return sql`(${p.createdAt}, ${p.id}) < (${sql.param(new Date(time), p.createdAt)}, ${id})`;
      },
    },
    price: {
      order: [asc(p.priceFrom), asc(p.id)],
      position: ({ product }) => [product.priceFrom, product.id],
      after: (list, cursor) => {
        const [price, id] = decodeCursor(list, byNumber, cursor);
        return sql`(${p.priceFrom}, ${p.id}) > (${price}, ${id})`;
      },
    },
    '-price': {
      order: [desc(p.priceFrom), desc(p.id)],
      position: ({ product }) => [product.priceFrom, product.id],
      after: (list, cursor) => {
        const [price, id] = decodeCursor(list, byNumber, cursor);
        return sql`(${p.priceFrom}, ${p.id}) < (${price}, ${id})`;
      },
    },
    name: {
      order: [asc(p.nameKey), asc(p.id)],
      position: ({ product }) => [product.nameKey, product.id],
      after: (list, cursor) => {
        const [name, id] = decodeCursor(list, byText, cursor);
        return sql`(${p.nameKey}, ${p.id}) > (${name}, ${id})`;
      },
    },
  };
}
