import { createHash } from 'node:crypto';
import { asciiWords, foldText, labelKey } from '@cartwright/kernel/fold';

/** The sort key of lists: the first 100 letters of the name, because cursors carry it and must fit into a URL. */
export function sortKey(name: string): string {
  return [...foldText(name)].slice(0, 100).join('');
}

/**
 * A slug for a name: `Café crème, 2 cups` becomes `cafe-creme-2-cups`, and `Łopata` becomes `lopata`. Other scripts are
 * transliterated letter by letter, in the same way for every language.
 */
export function slugify(name: string): string {
  const slug = asciiWords(name).slice(0, 80).replace(/-$/, '');
  return slug === '' ? 'product' : slug;
}

/** One key for each set of options, in any order. */
export function optionsKey(options: Record<string, string>): string {
  return optionsKeyOf(
    Object.entries(options).map(([name, value]) => ({ nameKey: labelKey(name), valueKey: labelKey(value) })),
  );
}

/** The key of options with known name and value keys. */
export function optionsKeyOf(options: readonly { readonly nameKey: string; readonly valueKey: string }[]): string {
  const entries = options.map(({ nameKey, valueKey }) => [nameKey, valueKey]);
  return JSON.stringify(entries.sort(([a = ''], [b = '']) => (a < b ? -1 : 1)));
}

/** Generates the SKU of a variant: readable if it fits, and unmistakable in any case. */
export function skuOf(slug: string, options: Record<string, string>, style: 'readable' | 'unmistakable'): string {
  const readable = [slug, ...Object.values(options).map(slugify)].join('-').toUpperCase();
  if (style === 'readable' && readable.length <= 64) return readable;
  const hash = createHash('sha256')
    .update(`${slug} ${optionsKey(options)}`)
    .digest('hex')
    .slice(0, 10);
  return `${slug.slice(0, 50)}-${hash}`.toUpperCase();
}
