import type { RateLimiter } from '@cartwright/db';
import { kernelFailures } from '@cartwright/kernel/failures';
import { networkOf } from '@cartwright/kernel/networks';
import type { TaxAnswer, TaxProvider, TaxQuestion } from '@cartwright/kernel/ports';
import type { Shop } from '@cartwright/kernel/shop';

/** How long an answer is used again, so that an order costs as much as its quote without a second question. */
const answersKept = 5 * 60_000;
const mostKept = 1_000;
/** Questions to the service at one time, from one process. */
const mostQuestions = 50;
const limit = { name: 'tax', points: 120, seconds: 60 };

type Answer = TaxAnswer | 'unknown address';

/** The questions of one process to one tax service. */
export interface TaxDesk {
  /** Undefined if the answer is not in memory. */
  recall(fingerprint: string): TaxAnswer | undefined;
  /** Drops an answer whose calculation belongs to an order now. */
  forget(fingerprint: string): void;
  /**
   * Asks the service. Calls with one question at the same time share its answer.
   *
   * @throws RATE_LIMITED the network asked too often; UNAVAILABLE too many questions are on their way; and an error if
   * the service does not answer
   */
  ask(question: TaxQuestion, fingerprint: string, ip: string): Promise<Answer>;
}

/** The text that is the same for the same question. */
export function fingerprintOf({ currency, included, address, lines, shipping }: TaxQuestion): string {
  const { country, state, city, postalCode, line1, line2 } = address;
  return JSON.stringify([currency, included, [country, state, city, postalCode, line1, line2], lines, shipping]);
}

const desks = new WeakMap<TaxProvider, TaxDesk>();

export function taxDeskOf(shop: Shop, provider: TaxProvider): TaxDesk {
  const desk = desks.get(provider) ?? openDesk(shop, provider);
  desks.set(provider, desk);
  return desk;
}

function openDesk({ db, clock, settings }: Shop, provider: TaxProvider): TaxDesk {
  const kept = new Map<string, { readonly answer: TaxAnswer; readonly until: number }>();
  const running = new Map<string, Promise<Answer>>();
  const limiter = db.rateLimiter(limit);

  async function askService(question: TaxQuestion, fingerprint: string, ip: string): Promise<Answer> {
    if (running.size > mostQuestions) throw kernelFailures.UNAVAILABLE({ retryAfter: 5 });
    if (settings.rateLimits === 'on') await count(limiter, ip);
    const answer = await provider.quote(question);
    if (answer !== 'unknown address') keep(fingerprint, answer);
    return answer;
  }

  function keep(fingerprint: string, answer: TaxAnswer): void {
    const now = clock.now().getTime();
    for (const [old, { until }] of kept) {
      if (until > now && kept.size < mostKept) break;
      kept.delete(old);
    }
    kept.delete(fingerprint);
    kept.set(fingerprint, { answer, until: now + answersKept });
  }

  return {
    recall(fingerprint) {
      const found = kept.get(fingerprint);
      return found && found.until > clock.now().getTime() ? found.answer : undefined;
    },
    forget: (fingerprint) => void kept.delete(fingerprint),
    ask(question, fingerprint, ip) {
      const before = running.get(fingerprint);
      if (before) return before;
      const asked = askService(question, fingerprint, ip).finally(() => running.delete(fingerprint));
      running.set(fingerprint, asked);
      return asked;
    },
  };
}

async function count(limiter: RateLimiter, ip: string): Promise<void> {
  const { wait } = await limiter.consume(networkOf(ip));
  if (wait === 0) return;
  const policy = { name: `${limit.name}:ip`, calls: limit.points, seconds: limit.seconds };
  throw kernelFailures.RATE_LIMITED({ retryAfter: Math.ceil(wait / 1_000), policy });
}
