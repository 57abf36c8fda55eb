import type { Operation } from '@cartwright/kernel/operations';

type CallLimit = NonNullable<Operation['meta']['limits']>[number];

const spans: Readonly<Record<number, string>> = { 60: 'a minute', 3_600: 'an hour', 86_400: 'a day' };

const counted = {
  ip: 'each network',
  email: 'each e-mail address',
  user: 'each account',
  guest: 'each network of guests',
  device: 'each device that has signed in to the account before',
} as const;

/** Lists the limits of an operation, one item for each policy, by its name in `RateLimit-Policy`. */
export function limitsOf({ meta }: Operation): string[] {
  return (meta.limits ?? []).flatMap((limit) => limit.by.map((by) => itemOf(limit, by)));
}

function itemOf({ name, points, seconds, of }: CallLimit, by: CallLimit['by'][number]): string {
  const span = spans[seconds] ?? `in ${seconds} s`;
  const without = of === undefined ? '' : ', not counting devices that have signed in to the account before';
  return `- \`${name}:${by}\`: ${points.toLocaleString('en')} calls ${span} for ${counted[by]}${without}`;
}
