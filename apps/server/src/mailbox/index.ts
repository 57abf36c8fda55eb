export { mailboxJson, mailboxRoutes, mountMailbox } from './routes.ts';
