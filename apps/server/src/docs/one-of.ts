import { choicesOf } from '@cartwright/kernel/one-of';
import type { z } from 'zod';

interface ObjectSchema {
  properties?: Record<string, unknown>;
  [keyword: string]: unknown;
}

/** Rewrites the JSON schema of an input made by `oneOf`, so that it has an object for each choice. */
export function writeChoices(zodSchema: z.core.$ZodType, jsonSchema: ObjectSchema): void {
  const parts = choicesOf(zodSchema);
  if (!parts || jsonSchema['oneOf'] !== undefined) return;
  const { properties = {} } = jsonSchema;
  const required = (fields: Readonly<Record<string, z.ZodType>>) =>
    Object.keys(fields).filter((name) => fields[name]?._zod.optin === undefined);
  jsonSchema['oneOf'] = parts.choices.map((choice) => {
    const fields = { ...choice, ...parts.common };
    const needed = required(fields);
    return {
      type: 'object',
      properties: Object.fromEntries(Object.keys(fields).map((name) => [name, properties[name]])),
      ...(needed.length > 0 && { required: needed }),
      additionalProperties: false,
    };
  });
  for (const keyword of ['type', 'properties', 'required', 'additionalProperties']) delete jsonSchema[keyword];
}
