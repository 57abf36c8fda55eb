import { run } from './run.mjs';

await run('scripts/generate/main.ts');
