import { run } from './run.mjs';

await run('scripts/build/main.ts');
