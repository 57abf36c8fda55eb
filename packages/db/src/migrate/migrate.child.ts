import { once } from 'node:events';
import { openDatabase } from '../index.ts';

// migrate.test.ts starts this and tells several processes to migrate at the same moment.
const [url = ''] = process.argv.slice(2);
console.log('ready');
await once(process.stdin, 'data');
const db = await openDatabase(url);
await db.migrate();
if (!(await db.isMigrated())) throw new Error('This process is done with migrating, and something is missing.');
await db.close();
process.stdin.destroy();
