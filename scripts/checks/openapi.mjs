import { run } from '../run.mjs';

await run('scripts/checks/openapi.ts');
