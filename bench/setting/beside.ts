import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A limit that runs in a process of its own. */
export interface Beside {
  /** Resolves to the value of one round, or to another number of the process. */
  ask(question?: object): Promise<number>;
  stop(): Promise<void>;
}

/** Starts `limits/<name>.ts` with `settings`, which it reads with `answerRounds`. */
export async function startBeside(name: string, settings: Record<string, unknown>): Promise<Beside> {
  const child = fork(fileURLToPath(new URL(`../limits/${name}.ts`, import.meta.url)), [JSON.stringify(settings)], {
    execArgv: ['--import', import.meta.resolve('tsx')],
  });
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`limits/${name}.ts ended with ${String(code)}.`);
  });
  failed.catch(() => {});
  const answer = async () => {
    const [value] = (await Promise.race([once(child, 'message'), failed])) as [number];
    return value;
  };
  await answer();
  return {
    ask(question = {}) {
      const answered = answer();
      child.send(question);
      return answered;
    },
    async stop() {
      if (child.exitCode !== null) return;
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}

/** Runs in the process: reads the settings, and answers each question until the parent disconnects. */
export async function answerRounds<Settings, Question = object>(
  open: (settings: Settings) => Promise<(question: Question) => Promise<number>>,
): Promise<void> {
  const answer = await open(JSON.parse(process.argv[2] ?? '{}') as Settings);
  process.on('message', (question: Question) => {
    void answer(question).then((value) => process.send?.(value));
  });
  process.once('disconnect', () => process.exit(0));
  process.send?.(0);
}
