import { ensureInstalled } from './install.mjs';

await ensureInstalled();
await import('./checks/refresh-advisories.mjs');
