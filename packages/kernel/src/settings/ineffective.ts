import type { z } from 'zod';
import { foreignAdvice } from './foreign.ts';
import { nearest } from './nearest.ts';
import { factsOf, type Need } from './setting.ts';

type Definitions = Readonly<Record<string, z.ZodType>>;

/**
 * One sentence for each variable without effect: unknown ones, and those that need another setting. Contains no values,
 * because many are secrets.
 *
 * @param given the non-empty variables of the process
 * @param settings the settings read from them
 */
export function ineffectiveSettings(
  definitions: Definitions,
  given: Readonly<Record<string, string>>,
  settings: Readonly<Record<string, unknown>>,
): string[] {
  return Object.keys(given)
    .sort()
    .flatMap((name) => {
      const definition = definitions[name];
      const advice = definition
        ? missingNeed(definition, settings)
        : adviceOnUnknown(name, given[name] ?? '', definitions);
      return advice === undefined ? [] : [`${name}: ${advice}.`];
    });
}

/** The unmet need of a setting, in words. */
function missingNeed(definition: z.ZodType, settings: Readonly<Record<string, unknown>>): string | undefined {
  const { needs } = factsOf(definition) ?? {};
  if (!needs) return undefined;
  const isMet = meets(needs, settings) || (needs.or !== undefined && meets(needs.or, settings));
  return isMet ? undefined : `has an effect only with ${needs.words}`;
}

function meets(
  { setting, isMet, isMetUnset }: Pick<Need, 'setting' | 'isMet' | 'isMetUnset'>,
  settings: Readonly<Record<string, unknown>>,
): boolean {
  const value = settings[setting];
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text === undefined ? isMetUnset === true : isMet(text);
}

function adviceOnUnknown(name: string, value: string, definitions: Definitions): string | undefined {
  if (isOfKubernetes(name, value)) return undefined;
  const names = Object.keys(definitions);
  const bare = name.toUpperCase().replace(/^CARTWRIGHT_/, '');
  if (bare !== name && names.includes(bare)) return `set ${bare}`;
  const meant = nearest(name, names);
  return foreignAdvice(name) ?? (meant === undefined ? undefined : `set ${meant}`) ?? adviceOnFamily(name, names);
}

/** Kubernetes describes each service of a namespace in variables, such as REDIS_PORT=tcp://10.0.0.1:6379. */
function isOfKubernetes(name: string, value: string): boolean {
  return /_SERVICE_(HOST|PORT)|_PORT_\d+_(TCP|UDP)/.test(name) || /^(tcp|udp):\/\//.test(value);
}

/** First words of names that only this shop uses. */
const families = /^(EMAIL|STRIPE|S3|STORE|DATABASE|PAYMENT|STREAMS|METRICS|TAX|VAT|VIES)_/;

function adviceOnFamily(name: string, names: readonly string[]): string | undefined {
  const [family] = families.exec(name) ?? [];
  if (family === undefined) return undefined;
  const members = names.filter((one) => one.startsWith(family));
  return `there is no such setting, only ${members.join(', ')}`;
}
