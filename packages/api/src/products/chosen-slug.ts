import { kernelFailures } from '@cartwright/kernel/failures';
import type { IsReserved } from '@cartwright/kernel/reserved-words';
import type { Shop } from '@cartwright/kernel/shop';
import { z } from 'zod';

/** The path of a product or category, up to its slug. */
type SlugPath = '/products/{idOrSlug}' | '/categories/{slug}';

/**
 * The reason why a new slug cannot be chosen, because its address would lead elsewhere.
 *
 * @returns a sentence for a person; undefined if the slug can be chosen
 */
export function slugProblem(isReserved: IsReserved, path: SlugPath, slug: string): string | undefined {
  if (path === '/products/{idOrSlug}' && z.uuid().safeParse(slug).success)
    return 'A slug cannot have the form of an id. Choose another one.';
  if (!isReserved(path, slug)) return undefined;
  return `The API itself uses the address ${path.replace(/\{\w+\}/, slug)}. Choose another slug.`;
}

/** @throws VALIDATION the slug's address would lead elsewhere */
export function refuseTakenAddress({ isReserved }: Shop, path: SlugPath, slug: string, field = 'slug'): void {
  const message = slugProblem(isReserved, path, slug);
  if (message === undefined) return;
  throw kernelFailures.VALIDATION({ issues: [{ path: field, message, code: 'reserved' }] });
}
