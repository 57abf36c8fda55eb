import { cpSync, existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Fetches or compiles the machine code while a package is installed, and has nothing to do afterwards. */
const neededToInstall = new Set(['prebuild-install']);

/** What compiling takes and leaves behind, and what only an editor reads. */
const neededToCompile =
  /\/(deps|src|install|obj|obj\.target)$|\/(binding\.gyp|test_extension\.node)$|\.(a|[cm]?ts|map)$/;

interface Manifest {
  readonly version: string;
  readonly dependencies?: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
}

/**
 * Copies packages that are found from the folder `from` flat into the folder `modules`, with those of their
 * dependencies that are installed for this platform.
 *
 * @param copied the version of each that is there already; those that are copied are added
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
 * Copies single files of a package, and what names and licences it: enough to find and to read them.
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

/** As Node looks for a package, whatever the package exports. */
function findPackage(name: string, from: string): string | undefined {
  const folder = join(from, 'node_modules', name);
  if (existsSync(join(folder, 'package.json'))) return realpathSync(folder);
  const above = dirname(from);
  return above === from ? undefined : findPackage(name, above);
}

function manifestIn(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}
