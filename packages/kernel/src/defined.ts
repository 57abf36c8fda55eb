/**
 * The fields of an object that are not undefined, so that changes can be spread over what they change.
 *
 * @example
 * const changed = { ...rate, ...defined({ name: 'VAT 20 %', region: undefined }) };
 */
export function defined<Fields extends Record<string, unknown>>(fields: Fields): Partial<Fields> {
  const isDefined = (entry: [string, unknown]) => entry[1] !== undefined;
  return Object.fromEntries(Object.entries(fields).filter(isDefined)) as Partial<Fields>;
}
