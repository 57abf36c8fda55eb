/** Lower case and without accents, so that lists are in one order on every database. */
export function nameKey(name: string): string {
  return name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase();
}

/** A slug made from a name: `Café crème, 2 cups` becomes `cafe-creme-2-cups`. */
export function slugify(name: string): string {
  const slug = nameKey(name)
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 80)
    .replace(/-+$/, '');
  return slug === '' ? 'product' : slug;
}

/** One text for each set of options, whatever their order. */
export function optionsKey(options: Record<string, string>): string {
  const entries = Object.entries(options).map(([name, value]) => [nameKey(name), nameKey(value)]);
  return JSON.stringify(entries.sort(([a = ''], [b = '']) => (a < b ? -1 : 1)));
}
