import { join } from 'node:path';
import { currentOrigin } from '@cartwright/kernel/origin';
import type { Log } from '@cartwright/kernel/ports';
import type { Settings } from '@cartwright/kernel/settings';
import { pino } from 'pino';
import pretty from 'pino-pretty';
import { redactFacts, redactText } from './redact.ts';
import { type LogFile, openRotatingFile } from './rotating-file.ts';

const megabytes = 1_024 * 1_024;
const flushMilliseconds = 200;
const [warnLevel, errorLevel] = [40, 50];

/** The interface of a destination that asks pino for each line's level by this symbol. */
interface Destination {
  readonly [metadata]: true;
  lastLevel: number;
  write(line: string): void;
}
const metadata = Symbol.for('pino.metadata');

/**
 * Logs lines to the console, as JSON in production and readable otherwise, and with LOG_DIR also to files. Each line
 * has the id of the request that caused it, and is redacted.
 *
 * @param program chooses the folder of the files, because a worker's are apart from the server's
 * @throws the folder of the files cannot be made or written
 */
export function createLog(
  settings: Pick<Settings, 'isProduction' | 'logLevel' | 'logDir'>,
  program: 'server' | 'worker' | 'command' = 'command',
): Log {
  const destination = createDestination(settings, program);
  return pino(
    {
      level: settings.logLevel,
      base: null,
      timestamp: timeOfLine(),
      formatters: { log: redactFacts },
      // The redaction reads the error itself.
      serializers: { err: (error: unknown) => error },
      mixin: (facts) => ('requestId' in facts ? facts : { requestId: currentOrigin()?.requestId }),
      mixinMergeStrategy: (facts, mixed) => (mixed === facts ? facts : { ...mixed, ...facts }),
      hooks: {
        logMethod(args, method) {
          const [facts, message] = args;
          method.call(this, facts, message === undefined ? message : redactText(message));
        },
      },
    },
    destination,
  );
}

/** The time in pino's form, computed once for all lines of a millisecond. */
function timeOfLine(): () => string {
  let at = 0;
  let text = '';
  return () => {
    const now = Date.now();
    if (now !== at) text = `,"time":"${new Date((at = now)).toISOString()}"`;
    return text;
  };
}

function createDestination(
  { isProduction, logDir }: Pick<Settings, 'isProduction' | 'logDir'>,
  program: 'server' | 'worker' | 'command',
): Destination {
  // Standard output belongs to a command's result, so its log goes to standard error.
  const terminal = pino.destination({
    dest: program === 'command' ? 2 : 1,
    sync: true,
    ...(isProduction && { minLength: 4_096 }),
  });
  const forTerminal = isProduction ? undefined : readable(pretty.isColorSupported);
  const files =
    logDir === undefined || program === 'command'
      ? undefined
      : openFiles(program === 'worker' ? join(logDir, 'worker') : logDir);

  const flush = () => {
    // flushSync() would retry forever if the other end of a pipe has no reader.
    if (isProduction) terminal.flush();
    files?.flush();
  };
  if (isProduction || files) {
    setInterval(flush, flushMilliseconds).unref();
    process.on('exit', flush);
  }
  return {
    [metadata]: true,
    lastLevel: 0,
    write(line) {
      terminal.write(forTerminal ? forTerminal(line) : line);
      files?.write(line, this.lastLevel);
      if (this.lastLevel >= warnLevel) flush();
    },
  };
}

/** `app.log` and `error.log` for people, `structured.json` for programs. */
function openFiles(folder: string) {
  const open = (name: string, kept: number): LogFile =>
    openRotatingFile(join(folder, name), { bytes: 10 * megabytes, kept });
  const [app, errors, structured] = [open('app.log', 10), open('error.log', 30), open('structured.json', 10)];
  const toFile = readable(false);
  return {
    write(line: string, level: number): void {
      structured.write(line);
      const text = toFile(line);
      app.write(text);
      if (level >= errorLevel) errors.write(text);
    },
    flush(): void {
      for (const file of [app, errors, structured]) file.flush();
    },
  };
}

function readable(colorize: boolean): (line: string) => string {
  const format = pretty.prettyFactory({ colorize, translateTime: 'SYS:yyyy-mm-dd HH:MM:ss.l', singleLine: true });
  return (line) => format(line) ?? '';
}
