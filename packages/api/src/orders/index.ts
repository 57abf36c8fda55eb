export { orderFailures } from './errors.ts';
export { orderHandlers } from './handlers.ts';
export { orderJobs } from './jobs.ts';
export { ordersRouter } from './router.ts';
