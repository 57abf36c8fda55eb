import { ensureInstalled } from './install.mjs';
import { run } from './run.mjs';

await ensureInstalled();
// Beside the server, so that the API answers at once. The server serves what is built when it is asked.
if (process.env.NODE_ENV !== 'production') (await import('./frontends.mjs')).buildInBackground();
await run('apps/server/src/main.ts');
