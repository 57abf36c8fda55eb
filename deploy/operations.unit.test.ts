import { existsSync, readFileSync } from 'node:fs';
import { describeSettings } from '@cartwright/kernel/settings/describe';
import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { program } from '../apps/worker/src/program.ts';

const page = new URL('../docs/operations.md', import.meta.url);
const text = readFileSync(page, 'utf8');

test('operations.md names settings that exist', () => {
  const known = new Set(describeSettings().flatMap(({ settings }) => settings.map(({ name }) => name)));
  const named = [...text.matchAll(/`([A-Z][A-Z0-9]*_[A-Z0-9_]+)(?==|`)/g)].map(([, name = '']) => name);
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((name) => !known.has(name))).toEqual([]);
});

test('operations.md names commands that exist', () => {
  const named = [...text.matchAll(/cartwright ((?:[a-z]+(?:-[a-z]+)* ?)+)((?:--[a-z-]+ ?)*)/g)]
    .map(([, words = '', options = '']) => ({ words: words.trim().split(' '), options: options.trim().split(' ') }))
    .filter(({ words: [first = ''] }) => commandsOf(program()).has(first));
  expect(named.length).toBeGreaterThan(4);
  for (const { words, options } of named) {
    const command = words.reduce<Command | undefined>((above, word) => above && commandsOf(above).get(word), program());
    expect(`${words.join(' ')}: ${command?.name()}`).toBe(`${words.join(' ')}: ${words.at(-1)}`);
    for (const option of options.filter(Boolean)) {
      expect(command?.options.map(({ long }) => long)).toContain(option);
    }
  }
});

test('operations.md leads to files that exist', () => {
  const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, path = '']) => path);
  expect(links.length).toBeGreaterThan(1);
  expect(links.filter((path) => !existsSync(new URL(path, page)))).toEqual([]);
});

test('operations.md says what to do at every alert, and the alerts ask for metrics that exist', () => {
  const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');
  const { groups } = parse(read('prometheus/alerts.yml')) as {
    groups: { rules: { alert: string; expr: string }[] }[];
  };
  const rules = groups.flatMap(({ rules: ones }) => ones);
  const named = new Set([...text.matchAll(/`(Cartwright[A-Z]\w+)`/g)].map(([, name]) => name));
  expect(new Set(rules.map(({ alert }) => alert))).toEqual(named);
  const metrics = read('../docs/observability.md');
  for (const { alert, expr } of rules) {
    const [metric = ''] = /(cartwright|nodejs)_[a-z0-9_]+/.exec(expr) ?? [];
    expect(`${alert}: ${metrics.includes(metric)}`).toBe(`${alert}: true`);
  }
});

function commandsOf(command: Command): Map<string, Command> {
  return new Map(command.commands.map((one) => [one.name(), one]));
}
