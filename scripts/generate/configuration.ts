import { describeSettings, type SettingDescription } from '../../packages/api/src/index.ts';

/** The page that says all there is to know of the settings. */
export function configurationPage(): string {
  const sections = describeSettings().map(({ group, settings }) =>
    [`## ${group}`, ...settings.map(section)].join('\n\n'),
  );
  return `${[introduction, ...sections].join('\n\n')}\n`;
}

function section({ name, about, neededBy, takes, byDefault, example, needs }: SettingDescription): string {
  const facts = [`Takes: ${takes}`, `Default: ${byDefault}`, `Example: \`${example}\``, `Needed by: ${neededBy}`];
  if (needs) facts.push(`Counts only with ${needs.words}`);
  return [`### ${name}`, about, facts.map((fact) => `- ${fact}`).join('\n')].join('\n\n');
}

/** Every setting with its example, to be copied to `.env`. */
export function environmentExample(): string {
  const sections = describeSettings().map(({ group, settings }) =>
    [`# ---- ${group} ----`, ...settings.map(entry)].join('\n\n'),
  );
  return `${[exampleIntroduction, ...sections].join('\n\n')}\n`;
}

function entry({ name, about, neededBy, takes, byDefault, example }: SettingDescription): string {
  const comment = [about, `Takes: ${takes}. Default: ${byDefault}.`, `Needed by: ${neededBy}.`];
  const value = /[\s#"'<>]/.test(example) ? `"${example}"` : example;
  return [...comment.map((line) => `# ${line.replaceAll('`', '')}`), `#${name}=${value}`].join('\n');
}

const introduction = `# Configuration

<!-- Made by \`npm run generate\` from packages/api/src/kernel/settings. Change it there. -->

Every setting is an environment variable, or a line of a file \`.env\` in the folder where the process is started. What the
process environment has wins, even where it is empty; an empty value is the same as none. Settings are read once, at the
start, by the server, the worker and every other command alike: give all processes of a shop the same. A process with
wrong settings ends with 1 and one message that names every fault. \`.env.example\` has all of them to copy from.
One warning at the start, and in \`cartwright doctor\`, names every variable that has no effect: misspelt names, names that other software
reads such as \`SMTP_HOST\` and \`REDIS_URL\`, and settings that count only with another one.

A shop that sells sets \`NODE_ENV=production\`, which refuses what is only good for development. It then needs at least
\`SECRET_KEY\`, \`PUBLIC_URL\`, \`EMAIL_BACKEND\` with its mail server, and as a rule \`DATABASE_URL\`.`;

const exampleIntroduction = `# Made by \`npm run generate\` from packages/api/src/kernel/settings. Change it there.
# Copy it to .env and take away the # before what you set. The process environment wins over .env.
# docs/configuration.md has the same as a page.`;
