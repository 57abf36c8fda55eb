import { z } from 'zod';
import { useInputSentences } from '../input-sentences.ts';

useInputSentences();

/** What an operator has to know of a setting. `docs/configuration.md` and `.env.example` are made from it. */
export interface SettingFacts {
  /** What it does, in a sentence or two. */
  readonly about: string;
  /** The shops, machines or people that have a reason to set it. */
  readonly neededBy: string;
  /** A value that could be meant seriously. */
  readonly example: string;
  /** What a number counts. */
  readonly unit?: string;
  /** The default in words, where it follows from something else. */
  readonly otherwise?: string;
  /** What a text looks like, where the type does not say it. */
  readonly form?: string;
  /** The setting beside which this one counts. Set without it, it is warned of. */
  readonly needs?: Need;
}

export interface Need {
  readonly setting: string;
  /** Whether it counts beside this value; a list is written with commas. */
  isMet(value: string): boolean;
  /** The same in words, such as `EMAIL_BACKEND=smtp`. */
  readonly words: string;
  /** Also where that setting is not set. */
  readonly isMetUnset?: true;
}

const known = z.registry<SettingFacts>();

/** Says of a setting what an operator has to know. */
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

/** Text with commas as a list, for a `pipe` to check. */
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
