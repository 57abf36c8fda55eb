import { readFileSync, writeFileSync } from 'node:fs';
import { cliReference } from '../../apps/worker/src/reference.ts';
import { appRouter, failures } from '../../packages/api/src/index.ts';
import { operationsOf } from '../../packages/kernel/src/operations.ts';
import { writeContract } from '../../packages/sdk/generate/contract.ts';
import { configurationPage, environmentExample } from './configuration.ts';

/** All generated files, which are checked in and reviewed. */
const files = [
  {
    file: 'packages/sdk/src/contract.ts',
    source: 'the procedures of packages/api',
    wanted: () => writeContract(operationsOf(appRouter), failures),
  },
  { file: 'docs/configuration.md', source: 'packages/kernel/src/settings', wanted: configurationPage },
  { file: 'docs/cli.md', source: 'apps/worker/src/program.ts', wanted: () => `${cliReference()}\n` },
  { file: '.env.example', source: 'packages/kernel/src/settings', wanted: environmentExample },
];

const isCheck = process.argv.includes('--check');
for (const { file, source, wanted } of files) {
  const path = new URL(`../../${file}`, import.meta.url);
  const [found, now] = [readOr(path, ''), wanted()];
  if (found === now) {
    console.log(`${file} is up to date.`);
  } else if (!isCheck) {
    writeFileSync(path, now);
    console.log(`Wrote ${file}. Review it with: git diff ${file}`);
  } else {
    console.error(
      `${file} does not match ${source}. Run \`npm run generate\`, then review ` +
        `\`git diff ${file}\`.\n${firstDifference(found, now)}`,
    );
    process.exitCode = 1;
  }
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
