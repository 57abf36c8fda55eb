import { z } from 'zod';

type Shape = Readonly<Record<string, z.ZodType>>;
type Flat<T> = { [Name in keyof T]: T[Name] };
type NamesIn<Choices extends readonly Shape[]> = Choices[number] extends infer Choice
  ? Choice extends unknown
    ? keyof Choice
    : never
  : never;

/** The fields of one choice, without those of all others. */
type Chosen<Common extends Shape, Choice extends Shape, Names extends PropertyKey> = {
  readonly input: Flat<z.input<z.ZodObject<Common & Choice>> & { [Name in Exclude<Names, keyof Choice>]?: undefined }>;
  readonly output: Flat<
    z.output<z.ZodObject<Common & Choice>> & { [Name in Exclude<Names, keyof Choice>]?: undefined }
  >;
};

type Sides<Common extends Shape, Choices extends readonly Shape[]> = {
  [Index in keyof Choices]: Chosen<Common, Choices[Index], NamesIn<Choices>>;
}[number];

/** An object with the fields of exactly one choice. At run time it is a `z.ZodObject` of all fields. */
export type OneOf<Common extends Shape, Choices extends readonly Shape[]> = z.ZodType<
  Sides<Common, Choices>['output'],
  Sides<Common, Choices>['input']
>;

/** The issue of an input, from the names of its fields that belong to any choice. */
export type Complaint = (given: readonly string[]) => { readonly path: string; readonly message: string };

interface Parts {
  readonly common: Shape;
  readonly choices: readonly Shape[];
  readonly complaint: Complaint;
}

const known = new WeakMap<z.core.$ZodType, Parts>();

/**
 * An input with the fields of exactly one choice. A mixture does not compile, and is refused at run time. OpenAPI has a
 * `oneOf` and the SDK a union.
 *
 * @example
 * oneOf({ quantity }, [{ variantId: id }, { productId: id }], () => ({
 *   path: 'variantId',
 *   message: 'Send either variantId or productId.',
 * }));
 */
export function oneOf<Common extends Shape, const Choices extends readonly Shape[]>(
  common: Common,
  choices: Choices,
  complaint: Complaint,
): OneOf<Common, Choices> {
  const fields: Record<string, z.ZodType> = Object.assign({}, ...choices);
  const optional = Object.entries(fields).map(([name, field]) => [
    name,
    mayBeLeftOut(field) ? field : field.optional(),
  ]);
  const schema = z
    .strictObject({ ...common, ...(Object.fromEntries(optional) as Record<string, z.ZodType>) })
    .superRefine((value: Readonly<Record<string, unknown>>, context) => {
      // A field with its default value belongs to no choice.
      const given = Object.keys(fields).filter((name) => value[name] !== fields[name]?.safeParse(undefined).data);
      const fits = (choice: Shape) =>
        given.every((name) => name in choice) &&
        Object.entries(choice).every(([name, field]) => given.includes(name) || mayBeLeftOut(field));
      if (choices.some(fits)) return;
      const { path, message } = complaint(given);
      context.addIssue({ code: 'custom', path: [path], message });
    });
  known.set(schema, { common, choices, complaint });
  return asOneOf(schema);
}

/** Sound, because the check accepts exactly the inputs that the type describes. */
function asOneOf<Common extends Shape, Choices extends readonly Shape[]>(schema: z.ZodObject): OneOf<Common, Choices> {
  return schema as unknown as OneOf<Common, Choices>;
}

/** The choices of a schema that `oneOf` made, or of a described copy. */
export function choicesOf(schema: z.core.$ZodType): Parts | undefined {
  return known.get(schema) ?? (schema._zod.parent && choicesOf(schema._zod.parent));
}

const mayBeLeftOut = (field: z.ZodType): boolean => field.safeParse(undefined).success;
