import { ensureInstalled, root } from './install.mjs';

await ensureInstalled();
process.chdir(root);
process.argv.splice(2, 0, 'run');
await import('../node_modules/vitest/vitest.mjs');
