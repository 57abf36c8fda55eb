export { createMailer } from './create-mailer.ts';
export { createDevMailer, type DevMail, devMailsKept, getDevMail, listDevMails } from './dev-mailer.ts';
export { type Html, type HtmlValue, html, trustedHtml } from './html.ts';
export { sendOnce } from './send-once.ts';
export { isLoopback, mailServerOf, type SmtpSettings } from './smtp-options.ts';
export * from './templates/index.ts';
