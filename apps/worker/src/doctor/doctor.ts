import { exitCodes } from '../exit.ts';
import { count, type OutputOptions, print } from '../output.ts';
import { withProgress } from '../progress.ts';
import { examine } from './examine.ts';
import type { Finding } from './finding.ts';

/** Examines the shop. Exits 1 if there is a problem. */
export async function doctorCommand(output: OutputOptions): Promise<void> {
  const findings = await withProgress('Checking', examine);
  const problems = findings.filter(({ status }) => status === 'problem').length;
  print({ healthy: problems === 0, findings }, output, () =>
    [...findings.map(toLines), '', problems === 0 ? 'No problems found.' : `${count(problems, 'problem')} found.`].join(
      '\n',
    ),
  );
  if (problems > 0) process.exitCode = exitCodes.failed;
}

const marks = { ok: '✓', warning: '!', problem: '✗' } as const;

function toLines({ check, status, says, advice }: Finding): string {
  const indent = ' '.repeat(16);
  const [first = '', ...more] = says.split('\n');
  const line = `${marks[status]} ${check.padEnd(14)}${first}`;
  return [line, ...more.map((text) => `${indent}${text}`), ...(advice ? [`${indent}→ ${advice}`] : [])].join('\n');
}
