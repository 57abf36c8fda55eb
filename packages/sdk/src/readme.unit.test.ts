import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';

const fileOf = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The TypeScript blocks of a document. Each block is one module. */
function blocksOf(document: string): string[] {
  const text = readFileSync(fileOf(document), 'utf8');
  return [...text.matchAll(/```ts\n([^]*?)```/g)].map(([, block = '']) => block);
}

/** The compiler's messages for each module, with `@cartwright/sdk` as it is published. */
function problemsOf(...sources: string[]): string[][] {
  const modules = new Map(sources.map((source, index) => [fileOf(`./readme-example-${index}.ts`), source]));
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    allowImportingTsExtensions: true,
    types: ['node'],
    paths: { '@cartwright/sdk': [fileOf('./index.ts')] },
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.getSourceFile = (file, version) => {
    const source = modules.get(file);
    return source === undefined ? getSourceFile.call(host, file, version) : ts.createSourceFile(file, source, version);
  };
  host.fileExists = (file) => modules.has(file) || fileExists.call(host, file);
  host.readFile = (file) => modules.get(file) ?? readFile.call(host, file);
  const names = [...modules.keys()];
  const program = ts.createProgram(names, options, host);
  return names.map((name) =>
    ts
      .getPreEmitDiagnostics(program, program.getSourceFile(name))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')),
  );
}

test("the README's purchase with the SDK compiles, and would not with a misspelt field", () => {
  const [purchase = ''] = blocksOf('../../../README.md');
  expect(purchase).toContain('createCartwright');
  const [problems, problemsOfSlip] = problemsOf(purchase, purchase.replace('quantity: 2', 'quantities: 2'));
  expect(problems).toEqual([]);
  expect(problemsOfSlip).toEqual([expect.stringContaining("'quantities' does not exist")]);
});
