import { z } from 'zod';
import { useInputSentences } from '../input-sentences.ts';

useInputSentences();

/** An operator's facts about a setting. `docs/configuration.md` and `.env.example` are made from them. */
export interface SettingFacts {
  /** Its effect, in a sentence or two. */
  readonly about: string;
  /** The shops, machines or people that have a reason to set it. */
  readonly neededBy: string;
  /** A realistic value. */
  readonly example: string;
  /** The unit of a number. */
  readonly unit?: string;
  /** The default in words, if it follows from another setting. */
  readonly otherwise?: string;
  /** The form of a text, if the type does not show it. */
  readonly form?: string;
  /** The setting that this one needs. Without it the process warns. */
  readonly needs?: Need;
}

export interface Need {
  readonly setting: string;
  /** Whether the other setting's value is sufficient. Lists are written with commas. */
  isMet(value: string): boolean;
  /** The condition in words, such as `EMAIL_BACKEND=smtp`. */
  readonly words: string;
  /** The condition also holds if the other setting is unset. */
  readonly isMetUnset?: true;
  /** Another setting that is sufficient too. */
  readonly or?: Pick<Need, 'setting' | 'isMet'>;
}

const known = z.registry<SettingFacts>();

/** Attaches an operator's facts to a setting. */
export function setting<Schema extends z.ZodType>(schema: Schema, facts: SettingFacts): Schema {
  known.add(schema, facts);
  return schema;
}

export function factsOf(schema: z.ZodType): SettingFacts | undefined {
  return known.get(schema);
}

export const flag = z.enum(['on', 'off']);
export const port = z.coerce.number().int().min(0).max(65_535);
export const positive = z.coerce.number().int().positive();
export const whole = z.coerce.number().int().min(0);
export const url = z.url({ protocol: /^https?$/ }).transform((value) => value.replace(/\/$/, ''));

/** Comma-separated text as a list, for a `pipe` to check. */
export const list = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean),
);

export function isOrigin(text: string): boolean {
  const { pathname, search, hash, username } = new URL(text);
  return pathname === '/' && search === '' && hash === '' && username === '';
}
