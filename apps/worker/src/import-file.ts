import { readFile, stat } from 'node:fs/promises';
import { maxImportBytes } from '@cartwright/api';
import { failureOf } from '@cartwright/kernel/failure-of';
import { inputIssue } from '@cartwright/kernel/failures';
import { ExpectedError } from '@cartwright/process';

/** @throws {ExpectedError} the file is missing or too large */
export async function readImport(file: string): Promise<Uint8Array> {
  const { size } = await stat(file).catch(() => {
    throw new ExpectedError(`There is no file at ${file}.`);
  });
  if (size > maxImportBytes)
    throw new ExpectedError(
      `${file} is larger than ${maxImportBytes.toLocaleString('en')} bytes. Split it into several files.`,
    );
  return readFile(file);
}

/** The issues of a file in the words of a terminal. Returns any other error unchanged. */
export function explainIssues(error: unknown): unknown {
  const { code, facts } = failureOf(error);
  if (code !== 'VALIDATION') return error;
  const lines = inputIssue
    .array()
    .parse(facts['issues'])
    .map(({ path, message }) => {
      const [, line, column] = path.split('.');
      const place = line === undefined ? '' : `line ${line}${column === undefined ? '' : `, ${column}`}: `;
      return `  ${place}${message}`;
    });
  return new ExpectedError(['Nothing was imported.', ...lines].join('\n'));
}
