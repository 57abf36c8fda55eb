import { vi } from 'vitest';
import { run } from '../run.ts';
import type { Ended } from './process.ts';

/** Runs `cartwright` inside the test where that is possible, because a process of its own takes seconds to start. */
export async function runHere(args: string, env: Record<string, string>): Promise<Ended> {
  const written = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      written[stream] += String(text);
      return true;
    }),
  );
  spies.push(
    vi.spyOn(console, 'error').mockImplementation((...words) => {
      written.stderr += `${words.join(' ')}\n`;
    }) as never,
  );
  for (const [name, value] of Object.entries({ IMAGE_DIR: '/dev/null/none', LOG_LEVEL: 'silent', ...env }))
    vi.stubEnv(name, value);
  const exitCode = process.exitCode;
  process.exitCode = 0;
  try {
    return { code: await run(args.split(' ')), ...written };
  } finally {
    process.exitCode = exitCode;
    vi.unstubAllEnvs();
    for (const spy of spies) spy.mockRestore();
  }
}
