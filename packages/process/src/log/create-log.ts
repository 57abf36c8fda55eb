import { join } from 'node:path';
import { currentOrigin, type Log, type Settings } from '@cartwright/api';
import { pino } from 'pino';
import pretty from 'pino-pretty';
import { redactFacts, redactText } from './redact.ts';
import { type LogFile, openRotatingFile } from './rotating-file.ts';

const megabytes = 1_024 * 1_024;
const flushMilliseconds = 200;
const [warnLevel, errorLevel] = [40, 50];

/** What pino tells a destination that asks for it by this symbol. */
interface Destination {
  readonly [metadata]: true;
  lastLevel: number;
  write(line: string): void;
}
const metadata = Symbol.for('pino.metadata');

/**
 * Lines on the console, JSON in production and readable ones elsewhere, and with LOG_DIR in files too. Whatever is logged has
 * the id of the request that it goes back to, and nothing that must not be told.
 *
 * @param program a worker's files lie in a folder of their own, apart from the server's
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
      // Errors are taken apart by what redacts.
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

/** As pino writes it, made once for all lines of a millisecond. */
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
  // What a command prints is its answer, so that its log goes beside it.
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
    // Not flushSync(), which tries for ever where nobody reads the other end of a pipe any more.
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
