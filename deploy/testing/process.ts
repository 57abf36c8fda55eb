import type { ChildProcess } from 'node:child_process';

export interface RunningServer {
  readonly url: string;
  /** Stops the server. Resolves to its exit code, or to the signal that ended it. */
  stop(): Promise<number | string>;
}

/**
 * Waits until a server in production mode, which logs its port, is ready.
 *
 * @throws {Error} the server ends before that; the message has its output
 */
export async function ready(child: ChildProcess): Promise<RunningServer> {
  let output = '';
  const ended = new Promise<number | string>((resolve) => {
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'unknown'));
  });
  const port = await new Promise<string>((resolve, reject) => {
    const listen = (chunk: Buffer) => {
      output += chunk.toString();
      const [, found] = /"port":(\d+)/.exec(output) ?? [];
      if (found) resolve(found);
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    void ended.then((end) => reject(new Error(`The server ended with ${end}: ${output}`)));
  });
  const url = `http://127.0.0.1:${port}`;
  const { status } = await fetch(`${url}/readyz`);
  if (status !== 200) throw new Error(`The server listens and answers ${status}: ${output}`);
  return {
    url,
    stop() {
      child.kill('SIGTERM');
      return ended;
    },
  };
}
