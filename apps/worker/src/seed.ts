import { migrateShop } from '@cartwright/api';
import { count, type OutputOptions, print } from './output.ts';
import { withProgress } from './progress.ts';
import { withShop } from './shop.ts';

/** Fills an empty shop with the demo catalogue, or any shop with generated products. */
export async function seedCommand({ products, ...output }: OutputOptions & { products?: number }): Promise<void> {
  const { demoLogins, seedDemoShop, seedMoreProducts } = await import('@cartwright/demo');
  await withShop({ tables: 'any' }, async (shop) => {
    await migrateShop(shop);
    if (products !== undefined) {
      const added = await withProgress('Adding products', (progress) =>
        seedMoreProducts(shop, products, (done) => progress(done, products)),
      );
      print({ added }, output, () =>
        added > 0
          ? `${count(added, 'product')} added.`
          : 'The shop already has this many generated products. Nothing was added.',
      );
      return;
    }
    const isFilled = await withProgress('Drawing images', (progress) => seedDemoShop(shop, progress));
    const logins = isFilled
      ? Object.entries(demoLogins).map(([role, { email, password }]) => ({ role, email, password }))
      : [];
    print({ filled: isFilled, logins }, output, () =>
      isFilled
        ? ['The demo catalogue was added. Sign in as', ...logins.map(toLine)].join('\n')
        : 'The shop already has products or users. Nothing was added. To add generated products, use --products.',
    );
  });
}

function toLine({ role, email, password }: { role: string; email: string; password: string }): string {
  return `  ${role.padEnd(10)}${email} / ${password}`;
}
