/** One line that is written over, on a terminal; nothing where the output goes to a file. */
export function showProgress(done: number, total: number): void {
  if (!process.stderr.isTTY || total === 0) return;
  const width = 30;
  const filled = Math.round((width * done) / total);
  process.stderr.write(`\r  ${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${done} of ${total}`);
  if (done === total) process.stderr.write('\n');
}
