/** Uses of a text before it gets a name, because rare statements are not worth memory on every connection. */
const usesBefore = 3;
const mostNames = 256;
const longestText = 10_000;

/** Returns the name to send a statement with. Postgres forgets an unnamed statement at once. */
export type StatementNames = (statement: {
  readonly text: string;
  readonly name?: string | undefined;
}) => string | undefined;

/**
 * Names statements that repeat. Postgres keeps a named one on each connection, parsed and planned; the driver then
 * sends only its name and values.
 */
export function createStatementNames(): StatementNames {
  const names = new Map<string, string>();
  const uses = new Map<string, number>();
  return ({ text, name: given }) => {
    if (given !== undefined) return given;
    const known = names.get(text);
    if (known !== undefined || names.size >= mostNames || text.length > longestText) return known;
    const count = (uses.get(text) ?? 0) + 1;
    if (count >= usesBefore) {
      uses.delete(text);
      const name = `s${names.size}`;
      names.set(text, name);
      return name;
    }
    // Texts that never repeat must not pile up.
    if (uses.size >= 4 * mostNames) uses.clear();
    uses.set(text, count);
    return undefined;
  };
}

export function named<Statement extends { readonly text: string; readonly name?: string | undefined }>(
  statement: Statement,
  nameOf: StatementNames,
): Statement {
  const name = nameOf(statement);
  return name === statement.name ? statement : { ...statement, name };
}
