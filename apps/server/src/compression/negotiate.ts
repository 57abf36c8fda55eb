/** A coding that bodies are compressed in. */
export type Coding = 'br' | 'gzip';

/** Of codings that a client takes equally the first is used. */
const preferred: readonly Coding[] = ['br', 'gzip'];

/**
 * The coding that a client likes best by its `Accept-Encoding` (RFC 9110, 12.5.3); undefined where it takes none, or
 * likes the plain body better.
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

/** A weight that cannot be read counts as none, so that nothing is sent that the client may not understand. */
function weightIn(parameters: readonly string[]): number {
  const given = parameters.find((parameter) => parameter.startsWith('q='));
  if (given === undefined) return 1;
  return /^q=(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(given) ? Number(given.slice(2)) : 0;
}
