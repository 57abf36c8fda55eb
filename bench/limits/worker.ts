import { EventEmitter } from 'node:events';
import { openDatabase } from '@cartwright/db';
import { Logger, run, type WorkerEvents } from 'graphile-worker';
import { answerRounds } from '../setting/beside.ts';
import { quantile } from '../statistics.ts';

interface Settings {
  readonly databaseUrl: string;
  readonly of: 'cartwright' | 'graphile-worker';
  readonly concurrency: number;
}

type Question = { readonly drain: number } | { readonly latencies: number };

const empty = 'bench.empty';
const now = () => performance.timeOrigin + performance.now();

/**
 * A worker with an empty handler: the shop's queue, or plain graphile-worker. `drain` answers with jobs per second from
 * the start of the worker until all are done, `latencies` with the median milliseconds from adding a job to its start.
 */
await answerRounds<Settings, Question>(async ({ databaseUrl, of, concurrency }) => {
  const db = await openDatabase(databaseUrl);
  await db.migrate();

  async function start(onRun: (payload: unknown) => void): Promise<() => Promise<unknown>> {
    if (of === 'cartwright') {
      const runner = await db.queue.start({
        names: [empty],
        concurrency,
        run: async (_name, payload) => onRun(payload),
      });
      return () => runner.stop();
    }
    const events: WorkerEvents = new EventEmitter();
    const runner = await run({
      connectionString: databaseUrl,
      concurrency,
      events,
      noHandleSignals: true,
      logger: new Logger(() => () => {}),
      taskList: { [empty]: async (payload) => onRun(payload) },
    });
    return () => runner.stop();
  }

  const add = (count: number) =>
    db.transact(async (tx) => {
      const at = now();
      for (let index = 0; index < count; index += 1) tx.addJob({ name: empty, payload: { at }, maxAttempts: 1 });
    });

  async function drain(count: number): Promise<number> {
    for (let left = count; left > 0; left -= 1_000) await add(Math.min(1_000, left));
    let finished: () => void = () => {};
    const drained = new Promise<void>((resolve) => {
      finished = resolve;
    });
    let done = 0;
    const started = performance.now();
    const stop = await start(() => {
      done += 1;
      if (done === count) finished();
    });
    await drained;
    const seconds = (performance.now() - started) / 1_000;
    await stop();
    return count / seconds;
  }

  async function latencies(count: number): Promise<number> {
    const times: number[] = [];
    let arrived: () => void = () => {};
    const stop = await start((payload) => {
      times.push(now() - (payload as { at: number }).at);
      arrived();
    });
    for (let index = 0; index < count; index += 1) {
      const arrival = new Promise<void>((resolve) => {
        arrived = resolve;
      });
      await add(1);
      await arrival;
    }
    await stop();
    return quantile(times.slice(1), 0.5);
  }

  return (question) => ('drain' in question ? drain(question.drain) : latencies(question.latencies));
});
