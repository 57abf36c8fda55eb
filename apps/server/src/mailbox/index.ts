export { type MailboxShop, mountMailbox } from './routes.ts';
