import { run } from './run.mjs';

await run('examples/purchase.ts');
