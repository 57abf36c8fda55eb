import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';

const fileOf = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Every TypeScript block of a document, as one module each. */
function blocksOf(document: string): string[] {
  const text = readFileSync(fileOf(document), 'utf8');
  return [...text.matchAll(/```ts\n([^]*?)```/g)].map(([, block = '']) => block);
}

/** What the compiler has against a module, with `@cartwright/sdk` as it is published. */
function faultsOf(source: string): string[] {
  const name = fileOf('./readme-example.ts');
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
  host.getSourceFile = (file, version) =>
    file === name ? ts.createSourceFile(file, source, version) : getSourceFile.call(host, file, version);
  host.fileExists = (file) => file === name || fileExists.call(host, file);
  host.readFile = (file) => (file === name ? source : readFile.call(host, file));
  const program = ts.createProgram([name], options, host);
  return ts
    .getPreEmitDiagnostics(program, program.getSourceFile(name))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

test("the README's purchase with the SDK compiles, and would not with a misspelt field", () => {
  const [purchase = ''] = blocksOf('../../../README.md');
  expect(purchase).toContain('createCartwright');
  expect(faultsOf(purchase)).toEqual([]);
  expect(faultsOf(purchase.replace('quantity: 2', 'quantities: 2'))).not.toEqual([]);
});
