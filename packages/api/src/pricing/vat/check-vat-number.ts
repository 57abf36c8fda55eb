import type { RateLimiter } from '@cartwright/db';
import { networkOf } from '@cartwright/kernel/networks';
import type { VatNumbers } from '@cartwright/kernel/ports';
import type { Shop } from '@cartwright/kernel/shop';
import { eq } from 'drizzle-orm';

const day = 24 * 60 * 60_000;

/** How long an answer counts. A business that is not registered today may be tomorrow. */
export const answersKept = { valid: 30 * day, invalid: day } as const;

/** How long a register that gave no answer about a number is not asked again. */
const restAfterSilence = 60_000;
const mostRests = 1_000;
/** Questions to the register at one time, from one process. */
const mostQuestions = 10;
const limit = { name: 'vat-numbers', points: 10, seconds: 60 };

type Known = 'valid' | 'invalid' | 'unavailable';

/** The questions of one process to one register. */
interface Desk {
  readonly limiter: RateLimiter;
  readonly running: Map<string, Promise<Known>>;
  /** Numbers without an answer, with the time from which they may be asked again. */
  readonly resting: Map<string, number>;
  questions: number;
}

const desks = new WeakMap<VatNumbers, Desk>();

/**
 * The register's word on a VAT number: a stored answer, or a new one. Calls at the same time share one question. A
 * network may cause 10 questions a minute. Further ones, and those beyond what one process asks at once, are answered
 * with `unavailable`. Must not be called in a transaction.
 */
export async function checkVatNumber(shop: Shop, number: string, ip: string): Promise<Known> {
  const { vatNumbers: register } = shop;
  if (!register) return 'unavailable';
  const desk = deskOf(shop, register);
  const running = desk.running.get(number);
  if (running) return running;
  const answer = find(shop, register, desk, { number, ip }).finally(() => desk.running.delete(number));
  desk.running.set(number, answer);
  return answer;
}

function deskOf({ db }: Shop, register: VatNumbers): Desk {
  const known = desks.get(register);
  if (known) return known;
  const desk: Desk = { limiter: db.rateLimiter(limit), running: new Map(), resting: new Map(), questions: 0 };
  desks.set(register, desk);
  return desk;
}

interface Question {
  readonly number: string;
  readonly ip: string;
}

async function find(shop: Shop, register: VatNumbers, desk: Desk, question: Question): Promise<Known> {
  const { number, ip } = question;
  const stored = await storedAnswer(shop, number);
  if (stored) return stored;
  if ((desk.resting.get(number) ?? 0) > shop.clock.now().getTime()) return 'unavailable';
  if (desk.questions >= mostQuestions || (await isOverLimit(shop, desk, ip))) return 'unavailable';
  desk.questions += 1;
  try {
    return await ask(shop, register, desk, number);
  } finally {
    desk.questions -= 1;
  }
}

async function storedAnswer({ db, clock }: Shop, number: string): Promise<'valid' | 'invalid' | undefined> {
  const { vatNumbers } = db.tables;
  const [row] = await db.read.select().from(vatNumbers).where(eq(vatNumbers.number, number));
  if (!row) return undefined;
  const answer = row.isValid ? 'valid' : 'invalid';
  return clock.now().getTime() - row.checkedAt.getTime() < answersKept[answer] ? answer : undefined;
}

async function isOverLimit({ settings }: Shop, { limiter }: Desk, ip: string): Promise<boolean> {
  return settings.rateLimits === 'on' && (await limiter.consume(networkOf(ip))).wait > 0;
}

async function ask({ db, log, clock }: Shop, register: VatNumbers, desk: Desk, number: string): Promise<Known> {
  const answer = await register.check(number);
  if (answer.status === 'unavailable') {
    // Without the number, because that of a sole trader identifies a person.
    log.warn({ country: number.slice(0, 2), reason: answer.reason }, 'the VAT register did not answer');
    rest(desk.resting, number, clock.now().getTime());
    return 'unavailable';
  }
  const row = { number, isValid: answer.status === 'valid', checkedAt: clock.now() };
  await db.transact(async (tx) => {
    const { vatNumbers } = tx.tables;
    await tx.insert(vatNumbers).values(row).onConflictDoUpdate({ target: vatNumbers.number, set: row });
  });
  return answer.status;
}

function rest(resting: Map<string, number>, number: string, now: number): void {
  for (const [old, until] of resting) {
    if (until <= now || resting.size >= mostRests) resting.delete(old);
  }
  resting.set(number, now + restAfterSilence);
}
