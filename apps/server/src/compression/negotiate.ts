/** A coding for compressed bodies. */
export type Coding = 'br' | 'gzip';

/** The first one wins if a client accepts both equally. */
const preferred: readonly Coding[] = ['br', 'gzip'];

/**
 * Chooses a client's preferred coding by its `Accept-Encoding` (RFC 9110, 12.5.3); undefined if it accepts none, or
 * prefers the plain body.
 *
 * @example
 * codingFor('gzip, br;q=0.8'); // 'gzip'
 */
export function codingFor(acceptEncoding: string | undefined): Coding | undefined {
  if (acceptEncoding === undefined) return undefined;
  const weights = new Map<string, number>();
  for (const item of acceptEncoding.toLowerCase().split(',')) {
    const [name = '', ...parameters] = item.split(';').map((part) => part.trim());
    weights.set(name, weightIn(parameters));
  }
  const weightOf = (name: string) => weights.get(name === 'gzip' && !weights.has('gzip') ? 'x-gzip' : name);
  const any = weights.get('*') ?? 0;
  let [best, most]: [Coding | undefined, number] = [undefined, 0];
  for (const coding of preferred) {
    const weight = weightOf(coding) ?? any;
    if (weight > most) [best, most] = [coding, weight];
  }
  return most >= (weights.get('identity') ?? 0) ? best : undefined;
}

/** An unreadable weight counts as zero, so that the client gets nothing that it may not understand. */
function weightIn(parameters: readonly string[]): number {
  const given = parameters.find((parameter) => parameter.startsWith('q='));
  if (given === undefined) return 1;
  return /^q=(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(given) ? Number(given.slice(2)) : 0;
}
