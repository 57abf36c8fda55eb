import type { DevMail } from '@cartwright/adapters/mail';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const dates = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const moments = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' });

/** The age of an e-mail: 'just now', '3 min ago', '5 h ago', '20 Nov'. */
export function age(at: Date, now: Date): string {
  const passed = now.getTime() - at.getTime();
  if (passed < minute) return 'just now';
  if (passed < hour) return `${Math.floor(passed / minute)} min ago`;
  if (passed < day) return `${Math.floor(passed / hour)} h ago`;
  return dates.format(at);
}

/** '20 Nov 2026, 11:41:00 UTC'. */
export function moment(at: Date): string {
  return `${moments.format(at)} UTC`;
}

/** The first words below the title of an e-mail. */
export function snippet({ text }: DevMail): string {
  const [title = '', ...rest] = text.trim().split('\n\n');
  return (rest.length > 0 ? rest.join(' ') : title).replace(/\s+/g, ' ').slice(0, 140);
}
