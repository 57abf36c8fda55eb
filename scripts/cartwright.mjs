import { run } from './run.mjs';

await run('apps/worker/src/main.ts');
