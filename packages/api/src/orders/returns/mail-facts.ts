import type { Reader } from '@cartwright/db';
import { asc, eq } from 'drizzle-orm';
import { readReturns } from './read.ts';

/** The return that an e-mail is about, with the quantities of it, or of one receipt. */
export async function returnFacts(
  read: Reader,
  orderId: string,
  { returnId, receiptId }: { readonly returnId?: string | undefined; readonly receiptId?: string | undefined },
) {
  if (returnId === undefined) return undefined;
  const { returnReceipts: r } = read.tables;
  const found = (await readReturns(read, [orderId])).find(({ id }) => id === returnId);
  if (!found || receiptId === undefined) return found && { ...found, quantities: found.lines };
  const receipt = await read.select().from(r).where(eq(r.id, receiptId)).orderBy(asc(r.position));
  const quantities = receipt.map(({ position, restockedQuantity, writtenOffQuantity }) => {
    return { position, quantity: restockedQuantity + writtenOffQuantity };
  });
  return { ...found, quantities };
}
