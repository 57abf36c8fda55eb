export { type Html, type HtmlValue, html, trustedHtml } from './html.ts';
export { sendOnce } from './send-once.ts';
export * from './templates/index.ts';
