/** The template of all test databases, made once for a run of the tests. */
export type Template =
  | { readonly dialect: 'sqlite'; readonly file: string }
  | { readonly dialect: 'postgres'; readonly server: string; readonly name: string };

declare module 'vitest' {
  interface ProvidedContext {
    databaseTemplate: Template;
  }
}
