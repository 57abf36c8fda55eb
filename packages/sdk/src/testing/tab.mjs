import { register } from 'tsx/esm/api';

// Threads do not inherit the TypeScript loader.
register();
await import('./tab.ts');
