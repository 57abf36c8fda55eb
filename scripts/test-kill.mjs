import { ensureInstalled, root } from './install.mjs';

/** The long form of the tests that kill a server: after every statement of every change. */
await ensureInstalled();
process.chdir(root);
process.env['KILL_STEPS'] = 'all';
process.argv.splice(2, 0, 'run', 'apps/server/test/kill-steps.test.ts', 'apps/server/test/crash-steps.test.ts');
await import('../node_modules/vitest/vitest.mjs');
