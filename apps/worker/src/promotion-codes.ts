import { pipeline } from 'node:stream/promises';
import {
  findPromotionByIdOrName,
  generateCodes,
  listCodes,
  type PromotionCode,
  promotionCodePrefix,
} from '@cartwright/api';
import { toCsv } from '@cartwright/kernel/csv';
import { WrongUsage } from './exit.ts';
import { type OutputOptions, print, count as words } from './output.ts';
import { withShop } from './shop.ts';

interface CodeOptions extends OutputOptions {
  readonly count?: number;
  readonly prefix?: string;
  readonly uses?: number;
  readonly list?: true;
}

/** Generates codes for a promotion, or lists those that it has, as CSV. */
export async function promotionCodesCommand(idOrName: string, options: CodeOptions): Promise<void> {
  const { count, prefix: given, uses, list = false, ...output } = options;
  if ((count !== undefined) === list) throw new WrongUsage('Use either --count, to generate codes, or --list.');
  if (list && (given !== undefined || uses !== undefined))
    throw new WrongUsage('Use --prefix and --uses with --count.');
  const prefix = promotionCodePrefix.safeParse(given ?? '');
  if (!prefix.success) throw new WrongUsage(`--prefix: ${prefix.error.issues[0]?.message}`);
  await withShop({ tables: 'migrated' }, async (shop) => {
    const promotion = await findPromotionByIdOrName(shop, idOrName);
    const by = { actor: 'cli', action: 'admin.promotions.generateCodes', at: shop.clock.now() } as const;
    const wanted = { promotionId: promotion.id, count: count ?? 0, prefix: prefix.data, usesLimit: uses ?? null, by };
    const batches = list ? listCodes(shop, promotion.id) : generateCodes(shop, wanted);
    if (output.json) {
      const codes: PromotionCode[] = [];
      for await (const batch of batches) codes.push(...batch);
      print({ promotion, codes }, output, () => '');
      return;
    }
    const isRead = await writeCsv(batches);
    if (isRead && !list) console.error(`${words(wanted.count, 'code')} added to ${promotion.name}.`);
  });
}

/**
 * Writes each batch as soon as it is there. Standard output stays open, because an error may follow.
 *
 * @returns false if the reader of a pipe closed it early, which ends the command
 */
async function writeCsv(batches: AsyncIterable<readonly PromotionCode[]>): Promise<boolean> {
  const lines = async function* (): AsyncGenerator<string> {
    let head = toCsv([['code', 'uses_limit', 'uses']]);
    for await (const batch of batches) {
      yield head + toCsv(batch.map(({ code, usesLimit, uses }) => [code, usesLimit, uses]));
      head = '';
    }
    yield head;
  };
  try {
    await pipeline(lines(), process.stdout, { end: false });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EPIPE') return false;
    throw error;
  }
}
