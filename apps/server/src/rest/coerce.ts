import { z } from 'zod';

/** Reads one text from a path or a query string as the kind of value that its field takes. */
export type Coerce = (texts: readonly string[]) => unknown;

/**
 * What to make of the texts of a field. Strict: a number is digits, a boolean is `true` or `false`, and anything else
 * is left as it is, for the input's own check to refuse it by name.
 */
export function coercionFor(field: z.ZodType): Coerce {
  const type = innermost(field);
  if (type instanceof z.ZodArray) {
    const one = coercionFor(type.element as z.ZodType);
    return (texts) => texts.flatMap((text) => text.split(',')).map((text) => one([text]));
  }
  if (takesLabels(field)) return labelled;
  const single = type instanceof z.ZodNumber ? number : type instanceof z.ZodBoolean ? boolean : same;
  // A field that is given twice is no single value: the check refuses the list.
  return (texts) => (texts.length === 1 ? single(texts[0] ?? '') : texts);
}

/** Whether a field takes lists of values by their names. */
export function takesLabels(field: z.ZodType): boolean {
  return innermost(field) instanceof z.ZodRecord;
}

/** `Size:M`, as often as there are values. A text without a colon is no label, and refused with all others. */
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
