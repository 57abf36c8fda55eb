import { showProgress } from './progress.ts';
import { withShop } from './shop.ts';

export async function seedCommand(options: { products?: number }): Promise<void> {
  const { demoLogins, seedDemoShop, seedMoreProducts } = await import('@cartwright/api/demo');
  await withShop(async (shop) => {
    await shop.db.migrate();
    const { products } = options;
    if (products !== undefined) {
      await seedMoreProducts(shop, products, (done) => showProgress(done, products));
      console.log(`Added ${products} products.`);
      return;
    }
    if (!(await seedDemoShop(shop))) {
      console.log('The shop has products or users already, so nothing was added. Add more with --products.');
      return;
    }
    console.log('The shop is filled. Sign in as');
    for (const [role, { email, password }] of Object.entries(demoLogins)) {
      console.log(`  ${role.padEnd(10)}${email} / ${password}`);
    }
  });
}
