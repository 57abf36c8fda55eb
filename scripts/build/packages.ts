import { cpSync, existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Fetches or compiles machine code during an installation, and is not needed afterwards. */
const neededToInstall = new Set(['prebuild-install']);

/** Files that only the compilation or an editor needs. */
const neededToCompile =
  /\/(deps|src|install|obj|obj\.target)$|\/(binding\.gyp|test_extension\.node)$|\.(a|[cm]?ts|map)$/;

interface Manifest {
  readonly version: string;
  readonly dependencies?: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
}

/**
 * Copies packages into the folder `modules`, flat, with the dependencies that are installed for this platform. Resolves
 * them from the folder `from`.
 *
 * @param copied the versions that are already there; the function adds those that it copies
 * @throws {Error} a package is missing, or needed in two versions
 */
export function copyPackages(
  names: readonly string[],
  from: string,
  modules: string,
  copied: Map<string, string>,
): void {
  for (const name of names) {
    const folder = packageFolder(name, from);
    const { version, dependencies = {}, optionalDependencies = {} } = manifestIn(folder);
    const already = copied.get(name);
    if (already === version) continue;
    if (already !== undefined) throw new Error(`${name} is needed as ${already} and as ${version}.`);
    copied.set(name, version);
    cpSync(folder, join(modules, name), {
      recursive: true,
      filter: (path) => !neededToCompile.test(path.slice(folder.length)),
    });
    const required = Object.keys(dependencies).filter((dependency) => !neededToInstall.has(dependency));
    const present = Object.keys(optionalDependencies).filter((dependency) => findPackage(dependency, folder));
    copyPackages([...required, ...present], folder, modules, copied);
  }
}

/**
 * Copies single files of a package with its manifest and licences, so that the files can be resolved and read.
 *
 * @throws {Error} the package or a file is missing
 */
export function copyFiles(name: string, files: readonly string[], from: string, modules: string): void {
  const folder = packageFolder(name, from);
  for (const file of files) cpSync(join(folder, file), join(modules, name, file), { recursive: true });
  for (const file of ['package.json', 'LICENSE', 'NOTICE']) {
    if (existsSync(join(folder, file))) cpSync(join(folder, file), join(modules, name, file));
  }
}

function packageFolder(name: string, from: string): string {
  const folder = findPackage(name, from);
  if (folder === undefined) throw new Error(`${name} is not installed for ${from}.`);
  return folder;
}

/** Finds a package as Node does, regardless of its exports. */
function findPackage(name: string, from: string): string | undefined {
  const folder = join(from, 'node_modules', name);
  if (existsSync(join(folder, 'package.json'))) return realpathSync(folder);
  const above = dirname(from);
  return above === from ? undefined : findPackage(name, above);
}

function manifestIn(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}
