import { join } from 'node:path';
import ts from 'typescript';

/**
 * Finds promises that a function keeps in a variable over another `await` before it attaches a handler. If such a promise
 * rejects in between, Node reports an unhandled rejection and ends the process, or vitest fails the run.
 *
 * A promise passes if its initializer attaches a handler (`.catch(…)`, `.then(a, b)`, `Promise.allSettled(…)`), if it
 * cannot reject (`new Promise((resolve) => …)`, `setTimeout` of node:timers/promises), or if `inFlight(…)` marks it.
 */
export function heldPromises(program) {
  const checker = program.getTypeChecker();
  return program
    .getSourceFiles()
    .filter(({ fileName, isDeclarationFile }) => !isDeclarationFile && !fileName.includes('/node_modules/'))
    .flatMap((file) =>
      declarationsIn(file)
        .filter(isHeld)
        .map((declaration) => describe(file, declaration)),
    );

  function isHeld(declaration) {
    const { initializer, name } = declaration;
    if (!initializer || !ts.isIdentifier(name) || isHandled(initializer)) return false;
    const scope = enclosingFunction(declaration);
    const waits = positionsOf(scope, isWait).filter((position) => position > declaration.end);
    if (waits.length === 0 || !isPromise(checker.getTypeAtLocation(name))) return false;
    const use = firstUse(scope, declaration);
    return waits.some((position) => position < use);
  }

  function isPromise(type) {
    if (type.getSymbol()?.name === 'Promise') return true;
    if (!checker.isArrayLikeType(type)) return false;
    const item = type.getNumberIndexType();
    return (
      item !== undefined && (item.getSymbol()?.name === 'Promise' || (item.isUnion() && item.types.some(isPromise)))
    );
  }

  /** Where the statement begins that first uses the variable, directly or in a function that it makes. */
  function firstUse(scope, declaration) {
    const symbol = checker.getSymbolAtLocation(declaration.name);
    const isUse = (node) =>
      ts.isIdentifier(node) && node.text === declaration.name.text && checker.getSymbolAtLocation(node) === symbol;
    const [use] = positionsOf(scope, (node) => node !== declaration.name && isUse(node), true);
    return use ?? Number.POSITIVE_INFINITY;
  }

  function describe(file, { name }) {
    const { line } = file.getLineAndCharacterOfPosition(name.getStart(file));
    return `${file.fileName}:${line + 1}: ${name.text} may reject before anything awaits it.`;
  }
}

function declarationsIn(file) {
  const all = [];
  const visit = (node) => {
    if (ts.isVariableDeclaration(node)) all.push(node);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return all;
}

function enclosingFunction(node) {
  let scope = node.parent;
  while (scope.parent && !ts.isFunctionLike(scope)) scope = scope.parent;
  return scope;
}

function isWait(node) {
  return ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier !== undefined);
}

/** Start of each `await`, or of the statement around each other match, in order. Functions inside count if `isDeep`. */
function positionsOf(scope, isMatch, isDeep = false) {
  const positions = [];
  const visit = (node) => {
    if (isMatch(node)) positions.push(isDeep ? startOfAwaitAround(node, scope) : node.getStart());
    if (isDeep || node === scope || !ts.isFunctionLike(node)) ts.forEachChild(node, visit);
  };
  visit(scope);
  return positions.sort((one, other) => one - other);
}

/** A promise inside the operand of an `await` has its handler before that `await` waits. */
function startOfAwaitAround(node, scope) {
  let start = node.getStart();
  for (let outer = node.parent; outer && outer !== scope && !ts.isStatement(outer); outer = outer.parent) {
    if (ts.isAwaitExpression(outer)) start = outer.getStart();
  }
  return start;
}

function isHandled(expression) {
  if (ts.isAwaitExpression(expression) || ts.isFunctionLike(expression)) return true;
  if (ts.isArrayLiteralExpression(expression)) return expression.elements.every(isHandled);
  if (ts.isConditionalExpression(expression)) return isHandled(expression.whenTrue) && isHandled(expression.whenFalse);
  if (ts.isNewExpression(expression)) return (expression.arguments?.[0]?.parameters?.length ?? 0) < 2;
  if (!ts.isCallExpression(expression)) return ts.isPropertyAccessExpression(expression) || ts.isIdentifier(expression);
  const callee = expression.expression;
  if (ts.isIdentifier(callee)) return ['inFlight', 'sleep'].includes(callee.text);
  if (!ts.isPropertyAccessExpression(callee)) return false;
  const method = callee.name.text;
  if (method === 'catch' || method === 'allSettled') return true;
  if (method === 'then') return expression.arguments.length > 1 || isHandled(callee.expression);
  return method === 'finally' && isHandled(callee.expression);
}

const advice =
  'Await the promise at once, or with the next one (Promise.all), or attach a handler where it is made. ' +
  'A test that means to wait in between wraps it in inFlight() of @cartwright/db/testing.';

if (import.meta.main ?? process.argv[1] === import.meta.filename) {
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic() {} };
  const { fileNames, options } = ts.getParsedCommandLineOfConfigFile(join(process.cwd(), 'tsconfig.json'), {}, host);
  const found = heldPromises(ts.createProgram({ rootNames: fileNames, options }));
  if (found.length > 0) {
    console.error(`${found.map((line) => line.replace(`${process.cwd()}/`, '')).join('\n')}\n${advice}`);
    process.exitCode = 1;
  }
}
