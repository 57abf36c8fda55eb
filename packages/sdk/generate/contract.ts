import { audienceOf } from '@cartwright/kernel/audience';
import type { FailureMaker } from '@cartwright/kernel/failures';
import type { Operation } from '@cartwright/kernel/operations';
import { TRPCError } from '@trpc/server';
import { getHTTPStatusCodeFromError } from '@trpc/server/http';
import { z } from 'zod';
import { type FieldNode, printAfter, printBlock, printDoc, printType, quote, type TypeNode, text } from './print.ts';
import { type Declaration, TypeWriter } from './types.ts';

const kinds = ['ByOrderToken', 'Download', 'IdempotentMutation', 'Mutation', 'ProcedureFacts', 'Query', 'Subscription'];

/** Writes `src/contract.ts`: the inputs and outputs of the server's procedures, without the server's types. */
export function writeContract(
  operations: readonly Operation[],
  failures: Readonly<Record<string, FailureMaker>>,
): string {
  const types = new TypeWriter();
  const names = new Map<z.ZodType, string>();
  const fields = operations.map((operation) => procedureField(operation, types, names));
  const refusals = Object.values(failures).map((maker) => failureField(maker, types));
  return [
    '// Made from the procedures of packages/api by `npm run generate`. Review its changes, but do not edit it.',
    '',
    'import type {',
    ...kinds.map((kind) => `  ${kind},`),
    "} from './procedure.ts';",
    '',
    `/** Every procedure of the shop, by its name. */\nexport interface Contract ${printBlock(nest(fields))}`,
    '',
    `/** What each refusal says beside its code. */\nexport interface Failures ${printBlock(refusals)}`,
    '',
    ...[...types.declarations.values()].map((declaration) => `${printDeclaration(declaration)}\n`),
    '/** What the client has to know of each procedure when it runs. */',
    'export default {',
    ...operations.map((operation) => `  ${quote(operation.name)}: ${factsOf(operation)},`),
    '} satisfies Record<string, ProcedureFacts>;',
    '',
  ].join('\n');
}

const words = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' } as const;

/** The field of one procedure, whose name still has its dots. */
function procedureField(operation: Operation, types: TypeWriter, names: Map<z.ZodType, string>): FieldNode {
  const { kind, input, output, meta, name } = operation;
  const taken = input ? inputOf(name, input, types, names) : text('void');
  if (meta.streams) {
    const type = text(`Download<${printType(taken)}>`);
    return { name, isOptional: false, type, doc: docOfOperation(operation) };
  }
  const answered = output ? types.typeOf(output, 'output', nameOfOutput(operation)) : text('void');
  const word = meta.idempotent ? 'IdempotentMutation' : words[kind];
  const typed = `${word}<${printType(taken)}, ${printType(answered)}>`;
  const type = text(meta.access === 'owner' ? `ByOrderToken<${typed}>` : typed);
  return { name, isOptional: false, type, doc: docOfOperation(operation) };
}

/** Moves `orders.place` into `orders`, to any depth. */
function nest(fields: readonly FieldNode[]): FieldNode[] {
  const groups = new Map<string, FieldNode[]>();
  for (const field of fields) {
    const [head = '', ...rest] = field.name.split('.');
    groups.set(head, [...(groups.get(head) ?? []), { ...field, name: rest.join('.') }]);
  }
  return [...groups].map(([name, members]) => {
    const [only] = members;
    if (only?.name === '') return { ...only, name };
    return { name, isOptional: false, type: { kind: 'object', fields: nest(members) }, doc: [] };
  });
}

/** Names only objects, because other outputs need no declaration. */
function nameOfOutput({ name, output }: Operation): string | undefined {
  return output instanceof z.ZodObject ? `${pascal(name)}Output` : undefined;
}

/** `OrdersPlaceInput` for `orders.place`, unless the schema has an id. */
function inputOf(name: string, input: z.ZodType, types: TypeWriter, names: Map<z.ZodType, string>): TypeNode {
  const known = names.get(input);
  const wanted = `${pascal(name)}Input`;
  if (known !== undefined)
    return known === wanted || z.globalRegistry.get(input)?.id ? text(known) : types.alias(wanted, known);
  const type = types.typeOf(input, 'input', wanted);
  names.set(input, printType(type));
  return type;
}

function failureField(maker: FailureMaker, types: TypeWriter): FieldNode {
  const { code, kind, facts } = maker;
  const hasFacts = Object.keys(facts.shape).length > 0;
  const status = getHTTPStatusCodeFromError(new TRPCError({ code: kind }));
  // The message of a failure without facts is constant. Other messages may contain their facts.
  const doc = hasFacts ? `HTTP ${status}` : `HTTP ${status}: ${maker({}).message}`;
  const type = hasFacts ? types.typeOf(facts, 'output') : text('Record<never, never>');
  return { name: code, isOptional: false, type, doc: [doc] };
}

function factsOf({ kind, input, output, meta, path }: Operation): string {
  const id = output && z.globalRegistry.get(output)?.id;
  const shape: Record<string, unknown> = output instanceof z.ZodObject ? output.shape : {};
  const facts = [
    `kind: ${quote(kind)}`,
    input && 'input: true',
    meta.access === 'public' && !meta.optionalSession && 'public: true',
    meta.access === 'owner' && 'byOrderToken: true',
    meta.idempotent && 'idempotent: true',
    meta.streams && `download: ${quote(path)}`,
    'items' in shape && 'nextCursor' in shape && 'pages: true',
    (id === 'Session' || id === 'Cart') && `answers: ${quote(id.toLowerCase())}`,
  ];
  return `{ ${facts.filter((fact) => fact).join(', ')} }`;
}

function docOfOperation({ meta, method, path }: Operation): string[] {
  const { summary, description, failures = [] } = meta;
  return [
    ...[summary, description].filter((sentence) => sentence !== undefined).map(asSentence),
    `${audienceOf(meta)}. Over REST: \`${method} ${path}\``,
    ...(failures.length > 0 ? [`@throws ${failures.join(', ')}`] : []),
  ];
}

const asSentence = (words: string): string => (/[.!?]$/.test(words) ? words : `${words}.`);

function printDeclaration({ name, type, doc }: Declaration): string {
  const isObject = type.kind === 'object' && type.fields.length > 0;
  const body = isObject
    ? `export interface ${name} ${printBlock(type.fields)}`
    : printAfter(`export type ${name} =`, type);
  return printDoc(doc) + body;
}

function pascal(name: string): string {
  return name.replaceAll(/(?:^|\.)(\w)/g, (_, letter: string) => letter.toUpperCase());
}
