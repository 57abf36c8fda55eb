export { mountMailbox } from './routes.ts';
