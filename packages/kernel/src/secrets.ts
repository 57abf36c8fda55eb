import { z } from 'zod';

const secrets = z.registry<{ readonly isSecret: true }>();

/**
 * Marks a field that gives access: a password, a code, a token. Secrets travel only in bodies, because logs, histories
 * and bookmarks keep addresses.
 */
export function secret<Schema extends z.ZodType>(schema: Schema): Schema {
  secrets.add(schema, { isSecret: true });
  return schema;
}

/** The names of an input's fields that hold secrets. */
export function secretFieldsOf(input: z.ZodObject | undefined): string[] {
  return Object.entries<z.ZodType>(input?.shape ?? {}).flatMap(([name, field]) => (isSecret(field) ? [name] : []));
}

function isSecret(field: z.ZodType): boolean {
  // A described field is a copy without registrations, so the inner field is checked.
  if (secrets.get(field)) return true;
  const isWrapped = field instanceof z.ZodOptional || field instanceof z.ZodNullable || field instanceof z.ZodDefault;
  return isWrapped && isSecret(field.unwrap() as z.ZodType);
}
