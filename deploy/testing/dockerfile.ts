import { readFileSync } from 'node:fs';

export interface Instruction {
  readonly name: string;
  /** `--chown=node:node` as `chown`. */
  readonly flags: Readonly<Record<string, string>>;
  /** The text after the flags. */
  readonly rest: string;
}

/** An instruction `FROM` and the following ones, up to the next `FROM`. */
export interface Stage {
  readonly name: string;
  readonly instructions: readonly Instruction[];
}

/** Parses the stages of a Dockerfile in order. Knows no heredocs, and no escapes but line ends. */
export function stagesOf(file: string): Stage[] {
  const lines = readFileSync(file, 'utf8')
    .replaceAll(/^\s*#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const stages: { name: string; instructions: Instruction[] }[] = [];
  for (const line of lines) {
    const instruction = read(line);
    if (instruction.name === 'FROM') {
      stages.push({ name: / AS (\w+)$/i.exec(instruction.rest)?.[1] ?? 'final', instructions: [] });
    }
    stages.at(-1)?.instructions.push(instruction);
  }
  return stages;
}

/** The last instruction of that name. */
export function last(stage: Stage, name: string): Instruction | undefined {
  return stage.instructions.findLast((instruction) => instruction.name === name);
}

/** Parses `KEY=value KEY=value`, the form of ENV. */
export function pairs(rest: string): Record<string, string> {
  return Object.fromEntries(rest.split(/\s+/).map((pair) => pair.split(/=(.*)/s).slice(0, 2) as [string, string]));
}

function read(line: string): Instruction {
  const [, name = '', flags = '', rest = ''] = /^(\w+)\s+((?:--[\w-]+=\S+\s+)*)(.*)$/.exec(line) ?? [];
  const given = [...flags.matchAll(/--([\w-]+)=(\S+)/g)].map(([, flag = '', value = '']) => [flag, value] as const);
  return { name: name.toUpperCase(), flags: Object.fromEntries(given), rest: rest.trim() };
}
