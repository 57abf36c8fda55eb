import { choicesOf } from '@cartwright/kernel/one-of';
import { z } from 'zod';
import { type FieldNode, quote, type TypeNode, text, union } from './print.ts';

/** The side of a schema: its input, where fields with defaults are optional, or its output. */
export type Side = 'input' | 'output';

export interface Declaration {
  readonly name: string;
  readonly type: TypeNode;
  readonly doc: readonly string[];
}

interface Definition extends z.core.$ZodTypeDef {
  readonly [option: string]: unknown;
}

/** Converts zod schemas to TypeScript types. A schema with an id becomes a declaration of that name. */
export class TypeWriter {
  /** The declarations that the types so far refer to, in the order of their first use. */
  readonly declarations = new Map<string, Declaration>();

  /**
   * The type of a schema. Declares a schema that has an id, or a `name`, and returns that name.
   *
   * @throws the schema is of a kind that the contract does not support
   */
  typeOf(schema: z.core.$ZodType, side: Side, name?: string): TypeNode {
    const owner = ownerOf(schema);
    if (owner) return this.#declare(this.#nameFor(owner, side), owner, side);
    return name === undefined ? this.#structureOf(schema, side) : this.#declare(name, schema, side);
  }

  /** Declares `name` as an alias of a type. */
  alias(name: string, original: string): TypeNode {
    this.declarations.set(name, { name, type: text(original), doc: [`The same as \`${original}\`.`] });
    return text(name);
  }

  #declare(name: string, schema: z.core.$ZodType, side: Side): TypeNode {
    const known = this.declarations.get(name);
    // Reserves the place before the fields are converted, so that a type stands above those that it mentions.
    if (!known) this.declarations.set(name, { name, type: text('never'), doc: [] });
    const type = this.#structureOf(schema, side, name);
    const sameAsKnown = !known || JSON.stringify(known.type) === JSON.stringify(type);
    if (!sameAsKnown) throw new Error(`Two different types want the name ${name}. Give one of them another id.`);
    const { description } = z.globalRegistry.get(schema) ?? {};
    this.declarations.set(name, { name, type, doc: description === undefined ? [] : [description] });
    return text(name);
  }

  #nameFor(owner: z.core.$ZodType, side: Side): string {
    const id = z.globalRegistry.get(owner)?.id ?? '';
    if (side === 'output' || id.endsWith('Input')) return id;
    const scratch = new TypeWriter();
    const [input, output] = (['input', 'output'] as const).map((one) => scratch.#structureOf(owner, one));
    return JSON.stringify(input) === JSON.stringify(output) ? id : `${id}Input`;
  }

  #structureOf(schema: z.core.$ZodType, side: Side, name?: string): TypeNode {
    const choices = choicesOf(schema);
    if (choices) return this.#choicesOf(choices, side);
    const def = schema._zod.def as Definition;
    const inner = () => this.typeOf(def['innerType'] as z.core.$ZodType, side);
    if (def['coerce'] === true) throw unknownKind('coerce');
    switch (def.type) {
      case 'string':
      case 'number':
      case 'boolean':
      case 'bigint':
      case 'undefined':
      case 'null':
      case 'unknown':
      case 'void':
        return text(def.type);
      case 'date':
        return text('Date');
      case 'file':
        return text('File');
      case 'enum':
        return union(Object.values(def['entries'] as Record<string, unknown>).map(literal));
      case 'literal':
        return union((def['values'] as unknown[]).map(literal));
      case 'union':
        return this.#unionOf(def, side, name);
      case 'array':
        return { kind: 'list', item: this.typeOf(def['element'] as z.core.$ZodType, side) };
      case 'record':
        return {
          kind: 'record',
          key: this.typeOf(def['keyType'] as z.core.$ZodType, side),
          value: this.typeOf(def['valueType'] as z.core.$ZodType, side),
        };
      case 'object':
        return this.#objectOf(def, side);
      case 'optional':
        return union([inner(), text('undefined')]);
      case 'nullable':
        return union([inner(), text('null')]);
      case 'default':
      case 'prefault':
        return side === 'input' ? union([inner(), text('undefined')]) : inner();
      case 'catch':
      case 'nonoptional':
      case 'readonly':
        return inner();
      case 'pipe':
        return this.typeOf((side === 'input' ? def['in'] : def['out']) as z.core.$ZodType, side);
      default:
        throw unknownKind(def.type);
    }
  }

  /** A union with one member for each choice, which excludes the fields of the others. */
  #choicesOf({ common, choices }: NonNullable<ReturnType<typeof choicesOf>>, side: Side): TypeNode {
    const names = new Set(choices.flatMap((choice) => Object.keys(choice)));
    const members = choices.map((choice): TypeNode => {
      const others = [...names].filter((name) => !(name in choice));
      const absent = others.map((name): FieldNode => ({ name, isOptional: true, type: text('undefined'), doc: [] }));
      return { kind: 'object', fields: [...this.#fieldsOf({ ...choice, ...common }, side), ...absent] };
    });
    return union(members);
  }

  /** Declares the parts in which the objects of a named union differ, so that unions with the same parts share them. */
  #unionOf(def: Definition, side: Side, name: string | undefined): TypeNode {
    const members = (def['options'] as z.core.$ZodType[]).map((option) => this.typeOf(option, side));
    const common = commonFields(members);
    if (name === undefined || common.length === 0) return union(members);
    const isOwn = (field: FieldNode) => !common.some((one) => one.name === field.name);
    const own = union(
      members.map((member) => (member.kind === 'object' ? { ...member, fields: member.fields.filter(isOwn) } : member)),
    );
    const isSame = ({ type }: Declaration) => JSON.stringify(type) === JSON.stringify(own);
    const known = [...this.declarations.values()].find(isSame)?.name;
    const variant = known ?? `${name}Variant`;
    this.declarations.set(variant, { name: variant, type: own, doc: [] });
    return { kind: 'extended', name: variant, fields: common };
  }

  #objectOf(def: Definition, side: Side): TypeNode {
    const catchall = def['catchall'] as z.core.$ZodType | undefined;
    if (catchall && catchall._zod.def.type !== 'never') throw unknownKind('object with a catchall');
    return { kind: 'object', fields: this.#fieldsOf(def['shape'] as z.core.$ZodShape, side) };
  }

  #fieldsOf(shape: z.core.$ZodShape, side: Side): FieldNode[] {
    return Object.entries(shape).map(([name, schema]): FieldNode => {
      const optionality = side === 'input' ? schema._zod.optin : schema._zod.optout;
      const type = this.typeOf(schema, side);
      return { name, type, isOptional: optionality !== undefined, doc: docOf(schema, side) };
    });
  }
}

/** The fields that every member has, with the same type. */
function commonFields(members: readonly TypeNode[]): readonly FieldNode[] {
  const fieldsOf = (member: TypeNode | undefined) => (member?.kind === 'object' ? member.fields : []);
  const has = (member: TypeNode, field: FieldNode) =>
    fieldsOf(member).some((one) => JSON.stringify(one) === JSON.stringify(field));
  return fieldsOf(members[0]).filter((field) => members.every((member) => has(member, field)));
}

/** The doc of a field from its schema, with the default if it is an input. */
function docOf(schema: z.core.$ZodType, side: Side): string[] {
  const def = schema._zod.def as Definition;
  const description = descriptionOf(schema);
  const value = side === 'input' && def.type === 'default' ? JSON.stringify(def['defaultValue']) : undefined;
  return [...(description === undefined ? [] : [description]), ...(value === undefined ? [] : [`@default ${value}`])];
}

/** Skips a declared type, because its description stands at the declaration. */
function descriptionOf(schema: z.core.$ZodType): string | undefined {
  if (ownerOf(schema) === schema) return undefined;
  const own = z.globalRegistry.get(schema)?.description;
  const { innerType } = schema._zod.def as Definition;
  return own ?? (innerType === undefined ? undefined : descriptionOf(innerType as z.core.$ZodType));
}

/** The schema with an id that this one is, or that it describes or refines. */
function ownerOf(schema: z.core.$ZodType): z.core.$ZodType | undefined {
  if (z.globalRegistry.get(schema)?.id !== undefined) return schema;
  return schema._zod.parent && ownerOf(schema._zod.parent);
}

function literal(value: unknown): TypeNode {
  if (typeof value === 'string') return text(quote(value));
  if (value === null || value === undefined || typeof value === 'number' || typeof value === 'boolean') {
    return text(String(value));
  }
  throw unknownKind(`literal ${typeof value}`);
}

function unknownKind(kind: string): Error {
  return new Error(
    `zod's "${kind}" has no type in the contract. Use another schema, or teach it to generate/types.ts.`,
  );
}
