/** An input with the id of what it names, in place of the id or other name that the caller gave. */
export type ById<Input, Name extends keyof Input> = Omit<Input, Name> & { readonly id: string };
