import { z } from 'zod';
import { settingGroups } from '../settings.ts';
import { factsOf, type SettingFacts } from './setting.ts';

/** A setting in the documentation. */
export interface SettingDescription extends SettingFacts {
  readonly name: string;
  /** The permitted values, in words. */
  readonly takes: string;
  /** The default in words, because it may follow from another setting. */
  readonly byDefault: string;
}

/**
 * Every setting, group by group.
 *
 * @throws {Error} a setting has no description
 */
export function describeSettings(): { group: string; settings: SettingDescription[] }[] {
  return Object.entries(settingGroups).map(([group, settings]) => ({
    group,
    settings: Object.entries(settings).map(([name, schema]) => describe(name, schema)),
  }));
}

function describe(name: string, schema: z.ZodType): SettingDescription {
  const facts = factsOf(schema);
  if (!facts) throw new Error(`${name} is not described: make it with setting(schema, { about, neededBy, example }).`);
  const shape = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return { ...facts, name, takes: takesOf(facts, shape), byDefault: defaultOf(facts, shape) };
}

type Shape = z.core.JSONSchema.BaseSchema;

function takesOf({ form, unit = 'number' }: SettingFacts, { type, format, minimum, maximum, ...shape }: Shape): string {
  if (form !== undefined) return form;
  if (shape.enum) return shape.enum.map((choice) => `\`${String(choice)}\``).join(', ');
  if (format === 'uri') return '`http://` or `https://` address';
  if (type !== 'integer') return 'text';
  const isBounded = maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER;
  return `${unit}, ${minimum ?? 1}${isBounded ? ` to ${maximum}` : ' or more'}`;
}

function defaultOf({ otherwise }: SettingFacts, { default: value }: Shape): string {
  if (otherwise !== undefined) return otherwise;
  const isNothing = value === undefined || (Array.isArray(value) && value.length === 0);
  return isNothing ? 'none' : `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}
