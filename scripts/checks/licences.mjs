import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const list = new URL('licences.json', import.meta.url);

/**
 * Lists installed packages whose licence licences.json does not allow; undefined when there is none. Reads only files
 * on the disk.
 */
export function licenceProblems(root) {
  const { allowed, exceptions } = JSON.parse(readFileSync(list, 'utf8'));
  const problems = [...installedPackages(root)]
    .filter(({ name, licence }) => !isAllowed(licence, allowed) && !isExcepted(name, licence, exceptions))
    .map(({ name, version, licence }) => `  ${name} ${version}: ${licence || 'names no licence'}`);
  if (problems.length === 0) return undefined;
  return `These licences are not in scripts/checks/licences.json:\n${problems.sort().join('\n')}`;
}

/** Of `A OR B` one licence must be allowed, of `A AND B` both. */
export function isAllowed(licence, allowed) {
  const choices = licence.replaceAll(/[()]/g, '').split(' OR ');
  return choices.some((choice) => choice.split(' AND ').every((one) => allowed.includes(one.trim())));
}

function isExcepted(name, licence, exceptions) {
  return Object.entries(exceptions).some(([pattern, exception]) => {
    const matches = pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
    return matches && exception.licence === licence;
  });
}

function* installedPackages(root) {
  const store = join(root, 'node_modules/.pnpm');
  const seen = new Set();
  for (const entry of readdirSync(store)) {
    for (const [name, path] of packagesIn(join(store, entry, 'node_modules'))) {
      const { version, license, licenses } = JSON.parse(readFileSync(path, 'utf8'));
      if (seen.has(`${name}@${version}`)) continue;
      seen.add(`${name}@${version}`);
      yield { name, version, licence: nameOf(license ?? licenses) };
    }
  }
}

function packagesIn(modules) {
  if (!existsSync(modules)) return [];
  return readdirSync(modules)
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) => (name.startsWith('@') ? readdirSync(join(modules, name)).map((one) => `${name}/${one}`) : name))
    .map((name) => [name, join(modules, name, 'package.json')])
    .filter(([, path]) => existsSync(path));
}

/** A manifest names its licence as a string, an object, or a list of these. */
function nameOf(licence) {
  if (Array.isArray(licence)) return licence.map(nameOf).join(' OR ');
  return String((typeof licence === 'object' ? licence?.type : licence) ?? '');
}
