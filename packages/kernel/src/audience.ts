import type { Meta } from './procedures.ts';

/** Describes the permitted callers of a procedure in words, without a full stop. */
export function audienceOf({ access, scope, optionalSession }: Meta): string {
  const byKey = scope === 'none' ? '' : ` and API keys with the scope \`${scope}\``;
  switch (access) {
    case 'public':
      return optionalSession ? 'Open to all callers, with or without a session' : 'Open to all callers';
    case 'guest':
      return `For guests${byKey === '' ? ' and' : ','} customers${byKey}`;
    case 'owner':
      return 'For accounts that are signed in, and for guests with the `X-Order-Token` of the order';
    case 'customer':
      return 'For accounts that are signed in';
    case 'admin':
      return `For admins${byKey}`;
  }
}
