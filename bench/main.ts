import { cases } from './cases/index.ts';
import { describeMachine } from './machine.ts';
import { readOptions } from './options.ts';
import { toJson, toTable } from './report.ts';
import { type Result, take } from './run.ts';
import { openWorld } from './setting/world.ts';

const options = readOptions(cases.map(({ name }) => name));
const chosen = options.only.length === 0 ? cases : cases.filter(({ name }) => options.only.includes(name));
const started = performance.now();
const machine = describeMachine();
// Standard output belongs to the table or the JSON.
const say = (text: string) =>
  process.stderr.write(`${((performance.now() - started) / 1_000).toFixed(0).padStart(4)} s  ${text}\n`);

const world = await openWorld(options, say);
const results: Result[] = [];
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void world.close().then(() => process.exit(1)));
for (const { name, measurements } of chosen) {
  try {
    for (const measurement of await measurements(world)) {
      say(`${name}: ${measurement.title}${measurement.database ? `, ${measurement.database}` : ''}`);
      results.push(await take(name, measurement, options.rounds));
    }
  } catch (error) {
    // The other cases still count.
    process.exitCode = 1;
    say(`${name} failed: ${error instanceof Error ? error.message : String(error)}`);
  }
}
await world.close();

const seconds = (performance.now() - started) / 1_000;
if (options.json) {
  console.log(toJson(machine, seconds, results));
} else {
  console.log(`\n${Object.values(machine).join(' · ')}`);
  console.log(`${options.products} products, medians of ${options.rounds} rounds, ${Math.round(seconds)} s in all\n`);
  console.log(toTable(results));
}
process.exit();
