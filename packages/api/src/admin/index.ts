export { adminFailures } from './errors.ts';
export { discardJob } from './jobs/discard.ts';
export { listJobs } from './jobs/list.ts';
export { getJob, readJobStats } from './jobs/read.ts';
export { retryJob } from './jobs/retry.ts';
export type { Job, JobStats } from './jobs/schema.ts';
export { adminRouter } from './router.ts';
export { importTaxRates, type TaxRateImport } from './tax-rates/import.ts';
