import { readFileSync } from 'node:fs';
import { ensureInstalled } from './install.mjs';
import { run } from './run.mjs';

await ensureInstalled();
// Beside the server, so that the API answers at once. The server serves what is built when it is asked.
if (process.env.NODE_ENV !== 'production' && wantsFrontends()) (await import('./frontends.mjs')).buildInBackground();
await run('apps/server/src/main.ts');

/** Whether the environment or the file `.env`, which the server reads, switches a frontend on. */
function wantsFrontends() {
  const { STOREFRONT, ADMIN } = process.env;
  if (STOREFRONT !== undefined || ADMIN !== undefined) return [STOREFRONT, ADMIN].includes('on');
  try {
    return /^(STOREFRONT|ADMIN)=["']?on\b/m.test(readFileSync('.env', 'utf8'));
  } catch {
    return false;
  }
}
