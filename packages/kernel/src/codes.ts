import type { Operation } from './operations.ts';

/**
 * The failure codes of a procedure: its declared codes, and those that follow from its kind and access. The OpenAPI
 * document lists them, and tests hold every call to them.
 */
export function codesOf({ meta, kind }: Pick<Operation, 'meta' | 'kind'>): readonly string[] {
  const { access, scope, idempotent, failures = [] } = meta;
  const isMutation = kind === 'mutation';
  const isForPeople = access === 'admin' || (access !== 'public' && scope === 'none');
  const implied = [
    'VALIDATION',
    'MALFORMED_REQUEST',
    isMutation ? ['TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE', 'CROSS_ORIGIN'] : [],
    access === 'public' ? [] : 'UNAUTHENTICATED',
    isForPeople ? 'FORBIDDEN' : [],
    scope === 'none' ? [] : 'SCOPE_MISSING',
    idempotent ? ['IDEMPOTENCY_KEY_REUSED', 'IDEMPOTENCY_IN_PROGRESS'] : [],
    ['RATE_LIMITED', 'INTERNAL', 'UNAVAILABLE'],
  ];
  return [...new Set([...implied.flat(), ...failures])];
}
