import { afterAll, expect, test } from 'vitest';
import { axeProblems, openBrowserWorld } from '../../src/index.ts';

const world = await openBrowserWorld();
afterAll(() => world.close());

test.each([
  [390, 'light'],
  [1_280, 'dark'],
] as const)(
  'a visitor at %i px, %s, finds a product by a word and opens it; axe finds nothing',
  async (width, theme) => {
    const page = await world.open('/', { width, theme });
    await page.locator('.tile a').first().waitFor();
    expect(await axeProblems(page)).toEqual([]);
    await page.getByRole('searchbox').fill('camp mug');
    await page.getByRole('searchbox').press('Enter');
    await page.waitForURL(/q=camp/);
    expect(await axeProblems(page)).toEqual([]);
    await page.getByRole('link', { name: 'Enamel Camp Mug' }).click();
    await page.getByRole('heading', { level: 1, name: 'Enamel Camp Mug' }).waitFor();
    expect(await axeProblems(page)).toEqual([]);
    await page.goBack();
    await page.waitForURL(/q=camp/);
    expect(world.errors).toEqual([]);
  },
);

test('a German visitor reads German, and an unknown product has a page that says so', async () => {
  const page = await world.open('/products/none', { locale: 'de-DE' });
  await page.getByRole('heading', { name: 'Diese Seite gibt es nicht.' }).waitFor();
  await page.getByRole('link', { name: 'Zu allen Produkten' }).click();
  await page.getByRole('heading', { name: 'Alle Produkte' }).waitFor();
});
