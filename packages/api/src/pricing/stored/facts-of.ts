import type { Reader, Transaction } from '@cartwright/db';
import type { Shop } from '@cartwright/kernel/shop';
import { and, asc, gt, isNull, or, sql } from 'drizzle-orm';
import { type PricingFacts, preparePricing } from '../facts.ts';
import { toPromotion, toShippingMethod, toTaxRate } from './rows.ts';
import { pricingVersionOf } from './version.ts';

/** Facts with the version of the state that they belong to. */
export interface VersionedFacts extends PricingFacts {
  readonly version: number;
}

/** The facts of each shop of this process, by the settings that it was opened with. */
const keptOf = new WeakMap<Shop['settings'], VersionedFacts>();

/**
 * The tax rates, shipping methods and automatic promotions of a shop, as one committed state. They stay in memory for as
 * long as the version of the database is theirs.
 *
 * @param version the version that the caller read with its own data; by default it is read here
 */
export async function pricingFactsOf(
  shop: Shop,
  read: Reader | Transaction,
  version?: number,
): Promise<VersionedFacts> {
  const current = version ?? (await versionIn(read));
  const kept = keptOf.get(shop.settings);
  if (kept && kept.version === current) return kept;
  const loaded = await load(shop, read);
  keptOf.set(shop.settings, loaded);
  return loaded;
}

/** Reads until the version was the same before and after, so that no change was committed in between. */
async function load(shop: Shop, read: Reader | Transaction): Promise<VersionedFacts> {
  for (let version = await versionIn(read); ; ) {
    const facts = await readFacts(shop, read);
    const after = await versionIn(read);
    if (after === version) return { ...facts, version };
    version = after;
  }
}

async function versionIn(read: Reader | Transaction): Promise<number> {
  const [row] = await pricingVersionOf(read);
  return row?.version ?? 0;
}

async function readFacts({ settings, clock }: Shop, read: Reader | Transaction): Promise<PricingFacts> {
  const { taxRates, shippingMethods, promotions } = read.tables;
  const rates = await read.select().from(taxRates).orderBy(asc(taxRates.id));
  const methods = await read.select().from(shippingMethods).orderBy(asc(shippingMethods.id));
  const isCurrent = and(
    // The words of the index, because SQLite does not use it for a parameter.
    sql`${promotions.isAutomatic} and ${promotions.archivedAt} is null`,
    or(isNull(promotions.endsAt), gt(promotions.endsAt, clock.now())),
  );
  const automatic = await read.select().from(promotions).where(isCurrent).orderBy(asc(promotions.id));
  const { pricesIncludeTax, exportPrices, taxRounding, storeCountry, storeRegion } = settings;
  return preparePricing({
    pricesIncludeTax,
    exportPrices,
    taxRounding,
    store: { country: storeCountry, region: storeRegion },
    rates: rates.map(toTaxRate),
    methods: methods.map(toShippingMethod),
    automatic: automatic.map(toPromotion),
  });
}
