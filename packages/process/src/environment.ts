import { readSettings, type Settings } from '@cartwright/api';
import { ExpectedError } from './explain.ts';
import { warningsAboutNode } from './node-version.ts';

/**
 * The settings from the environment, and from a `.env` file in the working directory where the environment is silent.
 *
 * @throws {SettingsError}
 * @throws {ExpectedError} there is a `.env` that cannot be read
 */
export function loadSettings(): Settings {
  try {
    process.loadEnvFile();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT') throw new ExpectedError(`The file .env cannot be read: ${message}`);
  }
  const settings = readSettings(process.env);
  return {
    ...settings,
    warnings: [...settings.warnings, ...warningsAboutNode(settings.databaseUrl, process.versions.node)],
  };
}
