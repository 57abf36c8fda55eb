export { awaitDatabase } from './await-database.ts';
export { loadSettings } from './environment.ts';
export { ExpectedError, explain, failWith } from './explain.ts';
export { createLog } from './log/create-log.ts';
export { createMetrics, type ShopMetrics } from './metrics/create-metrics.ts';
export { type Served, serveWatch } from './serve-watch.ts';
export { stopOnSignal } from './signals.ts';
export { createTracer } from './traces/create-tracer.ts';
export { createWatch, type Watch, type WatchAnswer } from './watch.ts';
