import { accessSync, constants } from 'node:fs';

const wellKnown = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];

/** A switch for each thing that a browser does beside the tests. */
export const switches = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * The path of a Chromium: `CHROME_PATH`, or the place where Debian installs it.
 *
 * @throws {Error} there is none; the message says what to do
 */
export function findChromium(env: Readonly<Record<string, string | undefined>> = process.env): string {
  const named = env['CHROME_PATH'];
  const candidates = named ? [named] : wellKnown;
  const found = candidates.find(isProgram);
  if (found !== undefined) return found;
  throw new Error(
    `${named ? `CHROME_PATH names ${named}, which is not a program.` : 'No Chromium was found.'} The tests of the ` +
      'frontends drive a browser. Install one (Debian and Ubuntu: apt-get install chromium), or set CHROME_PATH to the ' +
      'path of a Chromium or Chrome.',
  );
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
