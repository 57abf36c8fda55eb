import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

interface Alert {
  readonly alert: string;
  readonly expr: string;
}

interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A server's samples at one moment, by name. */
export interface Scrape {
  readonly at: number;
  readonly samples: ReadonlyMap<string, readonly Sample[]>;
}

/** The alerts of deploy/prometheus/alerts.yml. */
export function readAlerts(): Alert[] {
  const text = readFileSync(new URL('../prometheus/alerts.yml', import.meta.url), 'utf8');
  const { groups } = parse(text) as { groups: { rules: Alert[] }[] };
  return groups.flatMap(({ rules }) => rules);
}

/** Parses a page of Prometheus's text format as one instance of a job. */
export function readPage(text: string, at: number): Scrape {
  const samples = new Map<string, Sample[]>();
  for (const line of text.split('\n')) {
    const [, name, inBraces = '', value] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
    if (name === undefined) continue;
    const labels = [...inBraces.matchAll(/(\w+)="([^"]*)"/g)].map(([, label = '', of = '']) => [label, of] as const);
    const known = samples.get(name) ?? [];
    samples.set(name, known);
    known.push({ labels: { instance: 'one', ...Object.fromEntries(labels) }, value: Number(value) });
  }
  return { at, samples };
}

/** The alerts whose condition holds at every scrape after the first, at which rates begin. */
export function firing(scrapes: readonly Scrape[]): string[] {
  const [first, ...later] = scrapes;
  if (!first) throw new Error('There is no scrape.');
  return readAlerts()
    .filter(({ expr }) => later.every((scrape) => holds(expr, first, scrape)))
    .map(({ alert }) => alert);
}

const aggregates: Record<string, (values: readonly number[]) => number> = {
  min: (values) => Math.min(...values),
  max: (values) => Math.max(...values),
  sum: (values) => values.reduce((sum, value) => sum + value, 0),
};

/** Evaluates the subset of PromQL that the alerts use. Throws on any other expression. */
function holds(expr: string, first: Scrape, scrape: Scrape): boolean {
  const [, name = '', by = '', inner = '', sign, limit] =
    /^(\w+)(?: by \((\w+)\))? ?\((.+)\) (==|>) ([\d.]+)$/.exec(expr) ?? [];
  const aggregate = aggregates[name];
  if (!aggregate) throw new Error(`This test cannot evaluate: ${expr}`);
  const groups = new Map<string, number[]>();
  for (const { labels, value } of vector(inner, first, scrape)) {
    const group = labels[by] ?? '';
    groups.set(group, [...(groups.get(group) ?? []), value]);
  }
  return [...groups.values()].some((values) => {
    const value = aggregate(values);
    return sign === '>' ? value > Number(limit) : value === Number(limit);
  });
}

function vector(inner: string, first: Scrape, scrape: Scrape): readonly Sample[] {
  const [, rated] = /^rate\((.+)\[\d+m\]\)$/.exec(inner) ?? [];
  if (rated !== undefined) {
    // A series that begins within the span has no increase.
    const before = new Map(select(rated, first).map(({ labels, value }) => [JSON.stringify(labels), value]));
    return select(rated, scrape).flatMap(({ labels, value }) => {
      const earlier = before.get(JSON.stringify(labels));
      return earlier === undefined ? [] : { labels, value: ((value - earlier) * 1_000) / (scrape.at - first.at) };
    });
  }
  const [, signed] = /^abs\((.+)\)$/.exec(inner) ?? [];
  if (signed === undefined) return select(inner, scrape);
  return select(signed, scrape).map(({ labels, value }) => ({ labels, value: Math.abs(value) }));
}

function select(selector: string, { samples }: Scrape): readonly Sample[] {
  const [, name = '', label, sign, wanted = ''] = /^(\w+)(?:\{(\w+)(=|=~)"([^"]*)"\})?$/.exec(selector) ?? [];
  if (name === '') throw new Error(`This test cannot select: ${selector}`);
  const all = samples.get(name) ?? [];
  if (label === undefined) return all;
  const values = sign === '=~' ? wanted.split('|') : [wanted];
  return all.filter(({ labels }) => values.includes(labels[label] ?? ''));
}
