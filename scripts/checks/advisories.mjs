import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import semver from 'semver';

const list = new URL('advisories.json', import.meta.url);

/**
 * Lists the versions in pnpm-lock.yaml that advisories.json calls vulnerable; undefined when there is none. Uses no
 * network: `npm run advisories` updates the list.
 */
export function advisoryProblems(root, advisories = readAdvisories()) {
  const locked = lockedPackages(readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8'));
  const problems = advisories.flatMap((advisory) =>
    (locked.get(advisory.package) ?? [])
      .filter((version) => semver.satisfies(version, advisory.vulnerable, { includePrerelease: true }))
      .map((version) => `  ${advisory.package} ${version}: ${advisory.id} ${advisory.title}`),
  );
  if (problems.length === 0) return undefined;
  return [
    'These versions are known to be vulnerable:',
    ...problems,
    'Raise them in the catalog of pnpm-workspace.yaml, or under its `overrides` where another package asks for them.',
  ].join('\n');
}

export function readAdvisories() {
  return JSON.parse(readFileSync(list, 'utf8'));
}

/** The versions of every package, by name. Read line by line, because parsing the whole lockfile takes seconds. */
export function lockedPackages(lockfile) {
  if (/^<{7} /m.test(lockfile)) throw new Error('pnpm-lock.yaml has marks of a merge that was not finished.');
  const [, packages = ''] = /^packages:\n((?: .*\n|\n)*)/m.exec(lockfile) ?? [];
  const locked = new Map();
  for (const [, name, version] of packages.matchAll(/^ {2}['"]?(@?[^@\s]+)@([^(:'"]+)/gm)) {
    locked.set(name, [...(locked.get(name) ?? []), version]);
  }
  return locked;
}
