/** A TypeScript type before it is printed. */
export type TypeNode =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'union'; readonly members: readonly TypeNode[] }
  /** A declared type with more fields. */
  | { readonly kind: 'extended'; readonly name: string; readonly fields: readonly FieldNode[] }
  | { readonly kind: 'list'; readonly item: TypeNode }
  | { readonly kind: 'record'; readonly key: TypeNode; readonly value: TypeNode }
  | { readonly kind: 'object'; readonly fields: readonly FieldNode[] };

export interface FieldNode {
  readonly name: string;
  readonly isOptional: boolean;
  readonly type: TypeNode;
  readonly doc: readonly string[];
}

const width = 120;
const step = '  ';

export const text = (content: string): TypeNode => ({ kind: 'text', text: content });

/** Flattens a union and removes duplicates. `null` and `undefined` come last. */
export function union(members: readonly TypeNode[]): TypeNode {
  const flat = members.flatMap((member) => (member.kind === 'union' ? member.members : [member]));
  const unique = new Map(flat.map((member) => [JSON.stringify(member), member]));
  const last = ['null', 'undefined'];
  const rank = (node: TypeNode) => (node.kind === 'text' ? last.indexOf(node.text) : -1);
  const sorted = [...unique.values()].sort((a, b) => rank(a) - rank(b));
  return sorted.length === 1 && sorted[0] ? sorted[0] : { kind: 'union', members: sorted };
}

/** Prints a type on a line that begins with `indent`. */
export function printType(node: TypeNode, indent = ''): string {
  switch (node.kind) {
    case 'text':
      return node.text;
    case 'union':
      return node.members.map((member) => printType(member, indent)).join(' | ');
    case 'extended':
      return `${node.name} & ${printBlock(node.fields, indent)}`;
    case 'list':
      return printList(node.item, indent);
    case 'record':
      return `Record<${printType(node.key, indent)}, ${printType(node.value, indent)}>`;
    case 'object':
      return printObject(node.fields, indent);
  }
}

/** Prints the members of a union below each other, in parentheses, if they do not fit into a line. */
function printList(item: TypeNode, indent: string, isTooLong = false): string {
  const whole = printType(item, indent);
  if (item.kind !== 'union') return `${whole}[]`;
  if (!whole.includes('\n') && !isTooLong) return `(${whole})[]`;
  const members = item.members.map((member) => `${indent}${step}| ${printType(member, indent + step + step)}`);
  return `(\n${members.join('\n')}\n${indent})[]`;
}

function printObject(fields: readonly FieldNode[], indent: string): string {
  if (fields.length === 0) return 'Record<string, never>';
  const flat = `{ ${fields.map((field) => printField(field, '').replace(/;$/, '')).join('; ')} }`;
  const isShort = fields.every(({ doc }) => doc.length === 0) && flat.length <= 60 && !flat.includes('\n');
  return isShort ? flat : printBlock(fields, indent);
}

/** Prints the fields in braces, each on its own lines. */
export function printBlock(fields: readonly FieldNode[], indent = ''): string {
  return `{\n${fields.map((field) => printField(field, indent + step)).join('\n')}\n${indent}}`;
}

function printField({ name, isOptional, type, doc }: FieldNode, indent: string): string {
  const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : quote(name);
  const start = `${indent}${key}${isOptional ? '?' : ''}:`;
  return printDoc(doc, indent) + printAfter(start, type, indent);
}

/** Prints a type after the `start` of its line. A union gets lines of its own where the formatter demands it. */
export function printAfter(start: string, type: TypeNode, indent = ''): string {
  const line = `${start} ${printType(type, indent)};`;
  if (type.kind === 'list' && isTooWide(line)) return `${start} ${printList(type.item, indent, true)};`;
  if (type.kind !== 'union' || !isUnwieldy(type.members, line)) return line;
  const members = type.members.map((member) => `${indent}${step}| ${printType(member, indent + step + step)}`);
  return `${start}\n${members.join('\n')};`;
}

/** Whether a union does not fit into its line. One object and null may span several lines. */
function isUnwieldy(members: readonly TypeNode[], line: string): boolean {
  const [first, second] = members;
  const isHugged =
    members.length === 2 && first?.kind === 'object' && second?.kind === 'text' && second.text === 'null';
  return (line.includes('\n') && !isHugged) || isTooWide(line);
}

const isTooWide = (lines: string): boolean => lines.split('\n').some((line) => line.length > width);

/** Prints paragraphs as a doc comment; empty without paragraphs. */
export function printDoc(paragraphs: readonly string[], indent = ''): string {
  const safe = paragraphs.map((paragraph) => paragraph.replaceAll('*/', '*\\/'));
  const [only = ''] = safe;
  if (safe.length === 0) return '';
  if (safe.length === 1 && indent.length + only.length + 7 <= width) return `${indent}/** ${only} */\n`;
  const room = width - indent.length - 3;
  const lines = safe.flatMap((paragraph, index) => [...(index > 0 ? [''] : []), ...wrap(paragraph, room)]);
  return [`${indent}/**`, ...lines.map((line) => `${indent} * ${line}`.trimEnd()), `${indent} */\n`].join('\n');
}

function wrap(paragraph: string, room: number): string[] {
  const lines: string[] = [];
  for (const word of paragraph.split(' ')) {
    const longer = lines.length > 0 ? `${lines.at(-1)} ${word}` : word;
    if (lines.length > 0 && longer.length <= room) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

export function quote(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;
}
