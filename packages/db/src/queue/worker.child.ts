import { once } from 'node:events';
import { openDatabase } from '../index.ts';

// queue.test.ts starts this. It takes one job, reports it, and fails it when it is told to.
const [url = ''] = process.argv.slice(2);
const db = await openDatabase(url, { jobLeaseMilliseconds: 300 });
await db.queue.start({
  names: ['endless'],
  concurrency: 1,
  run: async () => {
    console.log('running');
    await once(process.stdin, 'data');
    console.log('failing');
    throw new Error('too late');
  },
});
console.log('started');
