/** An input whose reference, such as an id or slug, is resolved to an id. */
export type ById<Input, Name extends keyof Input> = Omit<Input, Name> & { readonly id: string };
