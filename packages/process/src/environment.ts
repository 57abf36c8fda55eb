import { readSettings, type Settings } from '@cartwright/kernel/settings';
import { ExpectedError } from './explain.ts';
import { refusalOfNode, warningsAboutNode } from './node-version.ts';

/**
 * Loads the settings from the environment, and from a `.env` file in the working directory for variables that the
 * environment lacks.
 *
 * @throws {SettingsError}
 * @throws {ExpectedError} this Node is not supported, or `.env` cannot be read
 */
export function loadSettings(): Settings {
  const refusal = refusalOfNode(process.versions.node);
  if (refusal !== undefined) throw new ExpectedError(refusal);
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
