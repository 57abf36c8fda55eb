import type { Settings } from '@cartwright/api';
import { driverError } from '@cartwright/db';
import { type Logger, pino, stdSerializers } from 'pino';
import pretty from 'pino-pretty';

/** Names of fields that never reach a log, wherever they stand in it. */
const secret = ['password', 'token', 'accessToken', 'refreshToken', 'authorization', 'cookie', 'code'];
const paths = secret.flatMap((name) => [name, `*.${name}`]);

/** JSON lines in production, readable ones elsewhere. */
export function createLog(settings: Pick<Settings, 'isProduction' | 'logLevel'>): Logger {
  const options = {
    level: settings.logLevel,
    base: null,
    redact: { paths, censor: '[redacted]' },
    serializers: { err: serializeError },
  };
  if (settings.isProduction) return pino(options);
  return pino(options, pretty({ sync: true, translateTime: 'HH:MM:ss', ignore: 'pid,hostname' }));
}

/** The error that the driver threw: what drizzle wraps around it prints the parameters, password hashes included. */
function serializeError(error: Error) {
  return stdSerializers.err(driverError(error) ?? error);
}
