import { createHash } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';
import { isLockTimeout, type Reader, type Transaction, violatedUnique } from '@cartwright/db';
import { actorOf } from '@cartwright/kernel/actor';
import { type AuditSource, recordAudit } from '@cartwright/kernel/audit';
import type { UserContext } from '@cartwright/kernel/context';
import { Issues } from '@cartwright/kernel/csv/issues';
import { kernelFailures } from '@cartwright/kernel/failures';
import { createGate, type Gate } from '@cartwright/kernel/gate';
import { idempotently } from '@cartwright/kernel/idempotency';
import { newId } from '@cartwright/kernel/ids';
import type { Shop } from '@cartwright/kernel/shop';
import { inArray } from 'drizzle-orm';
import { productFailures } from '../errors.ts';
import { applyPlans, type ImportFacts, Overtaken } from './apply.ts';
import { type ProductPlan, planProduct } from './plan.ts';
import { type FileProduct, type ReadFile, readProducts } from './read-products.ts';
import { type ImportProductsInput, type ImportReport, maxImportBytes } from './schema.ts';
import { type CatalogueState, readCategories, readState } from './state.ts';

export interface ImportOptions {
  readonly dryRun: boolean;
  readonly onIssue: 'abort' | 'skip';
  /** The actor for the ledger and the audit log. */
  readonly by: UserContext | AuditSource;
  /** Receives the number of products compared with the shop, and then the number of products written. */
  onProgress?(step: 'compare' | 'write', done: number, total: number): void;
}

type Transact = (work: (tx: Transaction) => Promise<ImportReport>) => Promise<ImportReport>;

const batchSize = 250;
const maxTries = 3;

/** Admits one import at a time and few waiting ones, because a file takes memory and a core. */
const gates = new WeakMap<Shop, Gate>();

/**
 * Imports a catalogue from CSV, or reports the effect without writing. One transaction writes all of it or, if the
 * caller chooses so, all products without an issue.
 *
 * @throws VALIDATION line and column of every issue, unless products with issues are skipped; TOO_LARGE;
 * IMPORT_RUNNING, IMPORT_OVERTAKEN; SCOPE_MISSING a key without `inventory:write` would change stock
 */
export async function importProducts(ctx: UserContext, input: ImportProductsInput): Promise<ImportReport> {
  const { file, dryRun, onIssue } = input;
  if (file.size > maxImportBytes) throw kernelFailures.TOO_LARGE({ limit: maxImportBytes });
  const bytes = new Uint8Array(await file.arrayBuffer());
  const digest = createHash('sha256').update(bytes).digest('base64url');
  const operation = { input: { digest, dryRun, onIssue } };
  return importFile(ctx.shop, bytes, { dryRun, onIssue, by: ctx }, (work) => idempotently(ctx, operation, work));
}

/** Imports a file for the command line. */
export async function importFile(
  shop: Shop,
  bytes: Uint8Array,
  options: ImportOptions,
  transact: Transact = shop.db.transact,
): Promise<ImportReport> {
  let gate = gates.get(shop);
  if (!gate) gates.set(shop, (gate = createGate({ running: 1, waiting: 2 })));
  return gate(async () => {
    const issues = new Issues();
    const file = await readProducts(bytes, shop.settings.currency, issues);
    if (options.dryRun) return planFile(shop, shop.db.read, file, issues, options).then(({ report }) => report);
    if (options.onIssue === 'abort' && issues.count > 0) throw issues.refusal();
    for (let tries = 1; ; tries += 1) {
      try {
        return await transact((tx) => importIn(shop, tx, file, issues.copy(), options));
      } catch (error) {
        const isRace = error instanceof Overtaken || violatedUnique(error) !== undefined;
        if (!isRace || tries === maxTries) throw isRace ? productFailures.IMPORT_OVERTAKEN({}) : error;
      }
    }
  });
}

async function importIn(
  shop: Shop,
  tx: Transaction,
  file: ReadFile,
  issues: Issues,
  options: ImportOptions,
): Promise<ImportReport> {
  const { by, onIssue, onProgress } = options;
  const id = newId();
  const actor = 'shop' in by ? actorOf(by) : by.actor;
  const facts: ImportFacts = { by, actor, at: shop.clock.now(), reference: `import ${id}` };
  await lockImports(tx);
  const { plans, report } = await planFile(shop, tx, file, issues, options);
  if (onIssue === 'abort' && issues.count > 0) throw issues.refusal();
  const { created, updated } = report.products;
  let done = 0;
  await applyPlans(tx, plans, facts, (products) => {
    done += products;
    onProgress?.('write', done, created + updated);
  });
  if (created + updated > 0) {
    const { products, variants, stockChanges } = report;
    const slugs = plans.flatMap(slugOf);
    const after = { products, variants, stockChanges, slugs };
    recordAudit(tx, by, { target: { type: 'import', id, label: null }, before: null, after });
  }
  return report;
}

/** A key needs the scope of `products.stock.set` to change the stock of existing variants. */
function refuseStockByKey(by: ImportOptions['by'], plans: readonly ProductPlan[]): void {
  const key = 'shop' in by ? by.signedIn.key : undefined;
  const scope = 'inventory:write';
  if (!key || key.scopes.includes(scope)) return;
  const movesStock = plans.some((plan) => plan.kind === 'change' && plan.change.variants.stock.length > 0);
  if (movesStock) throw kernelFailures.SCOPE_MISSING({ scope });
}

/** The slug of a product that the plan changes. */
function slugOf(plan: ProductPlan): string[] {
  if (plan.kind === 'keep') return [];
  return [plan.kind === 'create' ? plan.product.slug : plan.change.before.slug];
}

/**
 * Compares the file with the shop. In a transaction, it locks every changed product first, so that the comparison still
 * holds at the write.
 */
async function planFile(
  { isReserved }: Shop,
  read: Reader | Transaction,
  file: ReadFile,
  issues: Issues,
  { by, dryRun, onProgress }: ImportOptions,
): Promise<{ plans: ProductPlan[]; report: ImportReport }> {
  const plans: ProductPlan[] = [];
  const shared = { categories: await readCategories(read), isReserved };
  const sound = file.products.filter(({ hasIssues }) => !hasIssues);
  for (let start = 0; start < sound.length; start += batchSize) {
    const batch = sound.slice(start, start + batchSize);
    const state = await ('lock' in read ? lockState(read, batch, shared) : readState(read, batch, shared));
    plans.push(...batch.flatMap((one) => planProduct(one, state, issues) ?? []));
    onProgress?.('compare', Math.min(start + batchSize, sound.length), sound.length);
    await breathe();
  }
  refuseStockByKey(by, plans);
  return { plans, report: reportOf(file, plans, issues, dryRun) };
}

/**
 * Reads the state with every changed product locked. Repeats, because other requests may change more products while
 * this transaction waits for a lock.
 */
async function lockState(
  tx: Transaction,
  batch: readonly FileProduct[],
  shared: Pick<CatalogueState, 'categories' | 'isReserved'>,
): Promise<CatalogueState> {
  const { products } = tx.tables;
  const locked = new Set<string>();
  const trial = new Issues();
  for (;;) {
    const state = await readState(tx, batch, shared);
    const changed = batch.flatMap((one) => {
      const { id } = state.products.get(one.slug) ?? {};
      return id && !locked.has(id) && planProduct(one, state, trial)?.kind !== 'keep' ? id : [];
    });
    if (changed.length === 0) return state;
    await tx.lock(products, inArray(products.id, changed), { id: products.id });
    for (const id of changed) locked.add(id);
  }
}

/** Admits one import at a time, because two concurrent imports would each plan the other's changes. */
async function lockImports(tx: Transaction): Promise<void> {
  await tx.lockName('an import').catch((error: unknown) => {
    throw isLockTimeout(error) ? productFailures.IMPORT_RUNNING({}) : error;
  });
}

function reportOf(file: ReadFile, plans: readonly ProductPlan[], issues: Issues, dryRun: boolean): ImportReport {
  const products = { created: 0, updated: 0, unchanged: 0, skipped: file.products.length - plans.length };
  const variants = { created: 0, updated: 0, unchanged: 0 };
  let stockChanges = 0;
  for (const plan of plans) {
    if (plan.kind === 'create') {
      products.created += 1;
      variants.created += plan.product.variants.length;
      stockChanges += plan.product.variants.filter(({ stock }) => stock > 0).length;
    } else if (plan.kind === 'keep') {
      products.unchanged += 1;
      variants.unchanged += plan.variants;
    } else {
      const { additions, stock, kept } = plan.change.variants;
      products.updated += 1;
      variants.created += additions.length;
      variants.unchanged += kept;
      variants.updated += plan.rows - additions.length - kept;
      stockChanges += stock.length + additions.filter((one) => one.stock > 0).length;
    }
  }
  return { dryRun, rows: file.rows, products, variants, stockChanges, issues: issues.list(), issueCount: issues.count };
}
