export { storeRouter } from './router.ts';
