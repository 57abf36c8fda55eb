import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const packages = fileURLToPath(new URL('../../../', import.meta.url));
const source = join(packages, 'api/src');

/** A named function or constant. */
interface Definition {
  readonly name: string;
  readonly node: ts.Node;
  readonly file: string;
}

interface Module {
  readonly syntax: ts.SourceFile;
  readonly definitions: ReadonlyMap<string, ts.Node>;
  /** Imports and re-exports, by their local names. */
  readonly imports: ReadonlyMap<string, { readonly file: string; readonly name: string }>;
}

/** A code that a function never throws, although it or a function that it calls mentions the code. */
export interface Exception {
  readonly within: string;
  readonly code: string;
}

/**
 * For each procedure, by its REST route, the codes that its functions mention, and the path to each. Reads the sources
 * of packages/api, adapters and kernel, and runs nothing. It does not follow calls of ports.
 */
export function thrownCodes(exceptions: readonly Exception[]): Map<string, Map<string, readonly string[]>> {
  const found = new Map<string, Map<string, readonly string[]>>();
  const files = readdirSync(source, { recursive: true }).map(String);
  for (const router of files.filter((name) => name.endsWith('router.ts'))) {
    const file = join(source, router);
    visitAll(moduleOf(file).syntax, (node) => {
      if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return;
      if (!/^(query|mutation|subscription)$/.test(node.expression.name.text)) return;
      const route = /rest: '([^']+)'/.exec(node.getText())?.[1];
      const [resolver] = node.arguments;
      if (route !== undefined && resolver) found.set(route, codesFrom({ name: '', node: resolver, file }, exceptions));
    });
  }
  return found;
}

/** Walks every mentioned function, including those that are passed on without a call. */
function codesFrom(start: Definition, exceptions: readonly Exception[]): Map<string, readonly string[]> {
  const codes = new Map<string, readonly string[]>();
  const seen = new Map<ts.Node, Set<string>>();
  const waiting: [definition: Definition, way: readonly string[]][] = [[start, []]];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [{ node, file }, way] = next;
    const excepted = exceptions.filter(({ within }) => way.includes(within)).map(({ code }) => code);
    // One path to a function may end at an exception where another does not.
    const ways = seen.get(node) ?? new Set();
    seen.set(node, ways);
    if (ways.has(excepted.join())) continue;
    ways.add(excepted.join());
    visitAll(node, (part) => {
      if (ts.isPropertyAccessExpression(part) && isFailures(part.expression.getText())) {
        const code = part.name.text;
        if (!codes.has(code) && !excepted.includes(code)) codes.set(code, way);
      } else if (ts.isIdentifier(part)) {
        const definition = definitionOf(part.text, file);
        if (definition) waiting.push([definition, [...way, definition.name]]);
      }
    });
  }
  return codes;
}

function definitionOf(name: string, file: string): Definition | undefined {
  const { definitions, imports } = moduleOf(file);
  const node = definitions.get(name);
  if (node) return { name, node, file };
  const imported = imports.get(name);
  return imported && definitionOf(imported.name, imported.file);
}

const modules = new Map<string, Module>();

function moduleOf(file: string): Module {
  const known = modules.get(file);
  if (known) return known;
  const syntax = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const definitions = new Map<string, ts.Node>();
  const imports = new Map<string, { file: string; name: string }>();
  for (const statement of syntax.statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name) definitions.set(statement.name.text, statement);
    if (ts.isVariableStatement(statement)) {
      for (const { name, initializer } of statement.declarationList.declarations) {
        if (ts.isIdentifier(name) && initializer && !isFailures(name.text)) definitions.set(name.text, initializer);
      }
    }
    for (const [name, origin] of namesFrom(statement, file)) imports.set(name, origin);
  }
  const module = { syntax, definitions, imports };
  modules.set(file, module);
  return module;
}

/** The names that an import or a re-export brings in. */
function namesFrom(statement: ts.Statement, file: string): [string, { file: string; name: string }][] {
  if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
  const { moduleSpecifier } = statement;
  const from = moduleSpecifier && ts.isStringLiteral(moduleSpecifier) && fileOf(moduleSpecifier.text, file);
  if (!from) return [];
  const bindings = ts.isImportDeclaration(statement) ? statement.importClause?.namedBindings : statement.exportClause;
  if (!bindings || !(ts.isNamedImports(bindings) || ts.isNamedExports(bindings))) return [];
  return bindings.elements.map(({ name, propertyName }) => [
    name.text,
    { file: from, name: (propertyName ?? name).text },
  ]);
}

/** The source of an import from the same package, from the kernel or from an adapter. */
function fileOf(specifier: string, importer: string): string | undefined {
  if (specifier.startsWith('.')) return join(dirname(importer), specifier);
  const [, kernel, adapter] = /^@cartwright\/(?:kernel\/(.+)|adapters\/(.+))$/.exec(specifier) ?? [];
  if (kernel !== undefined) return join(packages, 'kernel/src', `${kernel}.ts`);
  return adapter === undefined ? undefined : join(packages, 'adapters/src', adapter, 'index.ts');
}

const isFailures = (name: string): boolean => /^\w+Failures$/.test(name);

function visitAll(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  if (!ts.isTypeNode(node)) ts.forEachChild(node, (child) => visitAll(child, visit));
}
