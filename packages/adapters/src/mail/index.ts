export { createMailer } from './create-mailer.ts';
export { type DevMail, devMailsKept, getDevMail, listDevMails } from './dev-mailer.ts';
export { isLoopback, mailServerOf } from './smtp-options.ts';
