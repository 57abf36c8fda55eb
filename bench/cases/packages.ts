import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Case } from '../measurement.ts';

/** The size of a deployment: the bundle, and the packages that cannot be bundled. */
export const packages: Case = {
  name: 'packages',
  async measurements(world) {
    const app = await world.build();
    const { dependencies } = JSON.parse(readFileSync(join(app, 'package.json'), 'utf8')) as { dependencies: object };
    return [
      {
        title: 'packages beside the bundle',
        unit: 'packages',
        once: true,
        round: async () => Object.keys(dependencies).length,
      },
      { title: 'the whole build', unit: 'MB', once: true, round: async () => bytesIn(app) / 1e6 },
    ];
  },
};

function bytesIn(path: string): number {
  const stats = lstatSync(path);
  if (!stats.isDirectory()) return stats.size;
  return readdirSync(path).reduce((sum, name) => sum + bytesIn(join(path, name)), 0);
}
