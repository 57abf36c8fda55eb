import { z } from 'zod';

/** Reads the texts of a path or query field as the value that the field takes. */
export type Coerce = (texts: readonly string[]) => unknown;

/**
 * Makes the coercion of a field. A number is digits and a boolean is `true` or `false`. Any other text stays as it is,
 * so that the input's schema refuses it by name.
 */
export function coercionFor(field: z.ZodType): Coerce {
  const type = innermost(field);
  if (type instanceof z.ZodArray) {
    const one = coercionFor(type.element as z.ZodType);
    return (texts) => texts.flatMap((text) => text.split(',')).map((text) => one([text]));
  }
  if (takesLabels(field)) return labelled;
  const single = type instanceof z.ZodNumber ? number : type instanceof z.ZodBoolean ? boolean : same;
  // The schema refuses the list if a single value is given twice.
  return (texts) => (texts.length === 1 ? single(texts[0] ?? '') : texts);
}

/** Tells whether a field takes lists of values by name. */
export function takesLabels(field: z.ZodType): boolean {
  return innermost(field) instanceof z.ZodRecord;
}

/** Reads `Size:M`, once for each value. If a text has no colon, the schema refuses all of them. */
function labelled(texts: readonly string[]): unknown {
  const labels = texts.map((text) => /^([^:]*):([^]*)$/.exec(text));
  if (labels.includes(null)) return texts;
  const values = new Map<string, string[]>();
  for (const label of labels) {
    const [, name = '', value = ''] = label ?? [];
    const key = name.trim();
    values.set(key, [...(values.get(key) ?? []), value]);
  }
  return Object.fromEntries(values);
}

const number = (text: string): unknown => (/^-?\d{1,16}(\.\d{1,16})?$/.test(text) ? Number(text) : text);
const boolean = (text: string): unknown => (text === 'true' ? true : text === 'false' ? false : text);
const same = (text: string): unknown => text;

function innermost(field: z.ZodType): z.ZodType {
  if (field instanceof z.ZodOptional || field instanceof z.ZodDefault || field instanceof z.ZodNullable) {
    return innermost(field.unwrap() as z.ZodType);
  }
  return field;
}
