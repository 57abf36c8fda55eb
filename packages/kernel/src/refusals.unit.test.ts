import { expect, test } from 'vitest';
import { logUnavailable } from './refusals.ts';

function writtenLog() {
  const lines: { level: string; message: string; facts: Record<string, unknown> }[] = [];
  const write = (level: string) => (facts: object, message: string) =>
    void lines.push({ level, message, facts: { ...facts } });
  const log = { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
  return { lines, log };
}

test('the first of many refused calls is a warning with its request, and the others are one line with their number', async () => {
  const { lines, log } = writtenLog();
  for (let count = 0; count < 500; count += 1) logUnavailable(log, { requestId: `r-${count}`, err: new Error() }, 30);
  expect(lines).toEqual([{ level: 'warn', message: 'call refused', facts: { requestId: 'r-0', err: new Error() } }]);
  await expect.poll(() => lines.length).toBe(2);
  expect(lines[1]).toEqual({ level: 'warn', message: 'more calls refused', facts: { refused: 499, seconds: 0.03 } });
});

test('a call that is refused after a quiet time has a line of its own again', async () => {
  const { lines, log } = writtenLog();
  const refuse = (requestId: string) => logUnavailable(log, { requestId, err: new Error() }, 1);
  refuse('first');
  await expect
    .poll(() => {
      refuse('later');
      return lines.filter(({ message }) => message === 'call refused').length;
    })
    .toBeGreaterThan(1);
});
