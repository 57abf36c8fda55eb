import { run } from './run.mjs';

await run('packages/sdk/generate/main.ts');
