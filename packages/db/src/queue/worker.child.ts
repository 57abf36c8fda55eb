import { openDatabase } from '../index.ts';

// Started by queue.test.ts: takes one job, says so, and never ends it.
const [url = ''] = process.argv.slice(2);
const db = await openDatabase(url, { jobLeaseMilliseconds: 300 });
await db.queue.start({
  names: ['endless'],
  concurrency: 1,
  run: () => {
    console.log('running');
    return new Promise(() => {});
  },
});
console.log('started');
