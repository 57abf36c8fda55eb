import { readSettings, type Settings } from '@cartwright/api';

/**
 * The settings from the environment, and from a `.env` file in the working directory where the environment is silent.
 *
 * @throws {SettingsError}
 */
export function loadSettings(): Settings {
  try {
    process.loadEnvFile();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return readSettings(process.env);
}
