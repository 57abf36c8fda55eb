import { readFileSync, writeFileSync } from 'node:fs';
import { appRouter, failures, operationsOf } from '@cartwright/api';
import { writeContract } from './contract.ts';

const file = 'packages/sdk/src/contract.ts';
const path = new URL('../src/contract.ts', import.meta.url);

const wanted = writeContract(operationsOf(appRouter), failures);
const found = readOr(path, '');

if (found === wanted) {
  console.log(`${file} is up to date.`);
} else if (!process.argv.includes('--check')) {
  writeFileSync(path, wanted);
  console.log(`Wrote ${file}. Review it with: git diff ${file}`);
} else {
  console.error(
    `${file} is not what the procedures of packages/api make of it. Run \`npm run generate\`, then review ` +
      `\`git diff ${file}\`.\n${firstDifference(found, wanted)}`,
  );
  process.exitCode = 1;
}

function readOr(url: URL, otherwise: string): string {
  try {
    return readFileSync(url, 'utf8');
  } catch {
    return otherwise;
  }
}

function firstDifference(before: string, after: string): string {
  const [old, now] = [before.split('\n'), after.split('\n')];
  const line = now.findIndex((content, index) => content !== old[index]);
  const at = line === -1 ? now.length : line;
  return `First difference, in line ${at + 1}:\n- ${old[at] ?? '(nothing)'}\n+ ${now[at] ?? '(nothing)'}`;
}
