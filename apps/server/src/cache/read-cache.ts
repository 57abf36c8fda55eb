import { catalogueTopic, stockTopic } from '@cartwright/api';
import type { Context } from '@cartwright/kernel/context';
import type { Shop } from '@cartwright/kernel/shop';
import { respondWithKept } from '../compression/respond.ts';
import type { AppContext } from '../request.ts';
import { etagOf } from './etag.ts';
import { type Answer, type KeepRule, KeptAnswers, type Reading } from './kept-answers.ts';
import { StockWatch } from './stock-watch.ts';

/** Caches the responses to public reads of the catalogue. */
export interface ReadCache {
  /**
   * Serves the cached response, or calls `produce` and keeps a success. Concurrent identical requests share one
   * computation. Admins see other results, so their requests always run.
   */
  serve(c: AppContext, ctx: Context, rule: KeepRule, produce: () => Promise<Response>): Promise<Response>;
  /**
   * Finds the cached response for a path with its query. Not for requests with credentials, which could be an admin's.
   */
  find(address: string): Answer | undefined;
}

interface Flight extends Reading {
  readonly answer: Promise<Answer | Response>;
}

const longestKey = 2_000;

/** Creates the cache. With `CACHE=off` every request runs. */
export function createReadCache({ db, settings, clock, metrics, log }: Shop): ReadCache {
  if (settings.cache === 'off') {
    return { serve: (_c, _ctx, _rule, produce) => produce(), find: () => undefined };
  }
  const now = () => clock.now().getTime();
  const kept = new KeptAnswers(now);
  const flights = new Map<string, Flight>();
  const listening = db.listen({
    onNotification: ({ topic, detail }) => {
      if (topic === catalogueTopic) kept.evictAll();
      if (topic === stockTopic) kept.stockChanged(detail === '' ? [] : detail.split(','));
    },
    onGap: () => kept.evictAll(),
  });
  const stock = new StockWatch(db, now, (variantIds, age) => kept.stockChanged(variantIds, age));

  /** Shares the computation of an identical request that is under way, unless its result may be out of date. */
  async function produceOnce(
    key: string,
    procedure: string,
    rule: KeepRule,
    produce: () => Promise<Response>,
  ): Promise<Answer | Response> {
    const flying = flights.get(key);
    if (flying && kept.isCurrent(flying, rule.stock)) {
      const started = performance.now();
      const shared = await flying.answer;
      if (shared instanceof Response) return produce();
      noteCall(metrics, shared, started);
      return shared;
    }
    const reading = kept.beginReading();
    const flight: Flight = { ...reading, answer: produce().then((response) => toAnswer(response, procedure)) };
    flights.set(key, flight);
    try {
      const answer = await flight.answer;
      if (!(answer instanceof Response)) kept.keep(key, answer, rule, reading);
      return answer;
    } finally {
      if (flights.get(key) === flight) flights.delete(key);
    }
  }

  return {
    async serve(c, ctx, rule, produce) {
      const started = performance.now();
      const key = addressOf(c);
      // A connection that receives no notifications misses evictions.
      if (key.length > longestKey || !listening.isCurrent() || (await isForAdmin(ctx))) return produce();
      if (!stock.isCurrent()) await stock.catchUp();
      const answer = kept.get(key);
      if (answer) {
        noteHit({ log, metrics }, answer, ctx.request.requestId, started);
        return respond(c, answer, 'HIT');
      }
      metrics.cache('miss');
      const fresh = await produceOnce(key, c.get('procedure'), rule, produce);
      return fresh instanceof Response ? fresh : respond(c, fresh, 'MISS');
    },
    find: (address) => (listening.isCurrent() && stock.isCurrent() ? kept.get(address) : undefined),
  };
}

/**
 * Logs and counts a response from memory.
 *
 * @param started a value of `performance.now()`
 */
export function noteHit(
  { log, metrics }: Pick<Shop, 'log' | 'metrics'>,
  answer: Answer,
  requestId: string,
  started: number,
): void {
  metrics.cache('hit');
  noteCall(metrics, answer, started);
  log.debug({ requestId, procedure: answer.procedure }, 'serving from cache');
}

/** Counts a call that the cache answered, because the procedure counts only its own runs. */
function noteCall(metrics: Shop['metrics'], { procedure }: Answer, started: number): void {
  metrics.call(procedure, 'ok', (performance.now() - started) / 1_000);
}

/**
 * Identifies the caller if credentials were sent. Bad credentials count as an admin's, so that `produce` refuses them.
 */
async function isForAdmin(ctx: Context): Promise<boolean> {
  if (ctx.request.accessToken === undefined) return false;
  const signedIn = await ctx.identify().catch(() => undefined);
  return signedIn === undefined || signedIn?.user.role === 'admin';
}

function addressOf(c: AppContext): string {
  const { url } = c.req;
  return url.slice(url.indexOf('/', url.indexOf('//') + 2));
}

/** Reads a success into an answer to keep. Returns any other response unchanged. */
async function toAnswer(response: Response, procedure: string): Promise<Answer | Response> {
  if (response.status !== 200) return response;
  const body = new Uint8Array(await response.arrayBuffer());
  const contentType = response.headers.get('content-type') ?? 'application/json';
  return { body, contentType, etag: etagOf(body), procedure };
}

function respond(c: AppContext, answer: Answer, outcome: 'HIT' | 'MISS'): Promise<Response> {
  const asked = { acceptEncoding: c.req.header('accept-encoding'), ifNoneMatch: c.req.header('if-none-match') };
  return respondWithKept(answer, asked, {
    vary: 'authorization, cookie, origin',
    // Clients revalidate each time, because only this server knows of evictions. A 304 costs no body.
    'cache-control': 'no-cache',
    'x-cache': outcome,
  });
}
