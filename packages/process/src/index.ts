export { loadSettings } from './environment.ts';
export { ExpectedError, explain, failWith } from './explain.ts';
export { createLog } from './log/create-log.ts';
export { stopOnSignal } from './signals.ts';
