import { register } from 'tsx/esm/api';

// A thread that Node starts knows no TypeScript.
register();
await import('./tab.ts');
