import { run } from './run.mjs';

await run('bench/login-times.ts');
