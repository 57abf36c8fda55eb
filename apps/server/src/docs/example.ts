import { z } from 'zod';

/** Which side of a schema: what goes in, or what comes out. */
export type Side = 'input' | 'output';

/** Values that read well, by the name of their field. A field whose schema refuses its value takes another. */
const byName: Readonly<Record<string, readonly unknown[]>> = {
  action: ['products.update'],
  actor: ['user:0193a5f0-7c1e-7a3b-9d5c-1f2e3d4c5b6a', 'customer'],
  attributes: [{ material: 'stoneware' }],
  available: [12],
  carrier: ['DHL'],
  category: ['kitchen'],
  city: ['Arlington'],
  code: ['123456', 'too_small'],
  count: [2],
  country: ['US'],
  currency: ['USD'],
  customerName: ['Grace Hopper'],
  day: ['2026-11-20'],
  delta: [5],
  description: ['Holds 350 ml and survives the dishwasher.'],
  detail: ['There is nothing here, or it is not yours. Check the address and the ids in the request.'],
  email: ['grace@example.com'],
  fullName: ['Grace Hopper'],
  host: ['shop-1'],
  idOrNumber: ['R7K2MQ94XD'],
  idOrSlug: ['stoneware-mug'],
  imageUrl: ['https://shop.example/images/mug.webp'],
  ip: ['203.0.113.7'],
  issues: [],
  key: ['cw_live_…'],
  lastEventId: ['4711'],
  limit: [20],
  line: [2],
  line1: ['1 Harbour Street'],
  line2: ['Floor 3'],
  lineTotal: [3_198],
  message: ['Enter at least 2 characters.'],
  name: ['Stoneware mug'],
  newPassword: ['battery staple'],
  nextCursor: [null],
  note: ['Please ring twice.'],
  number: ['R7K2MQ94XD'],
  onHand: [14],
  options: [{ Size: 'M' }],
  password: ['correct horse'],
  currentPassword: ['correct horse'],
  path: ['name'],
  payload: [{ orderId: '0193a5f0-7c1e-7a3b-9d5c-1f2e3d4c5b6a' }],
  phone: ['+1 703 555 0100'],
  postalCode: ['22202'],
  price: [1_599],
  priceAtAdd: [1_599],
  q: ['mug'],
  quantity: [2],
  reason: ['received', 'damaged'],
  reserved: [2],
  retryAfter: [30],
  sku: ['MUG-STONE'],
  slug: ['stoneware-mug'],
  state: ['VA'],
  status: ['active', 'confirmed'],
  stock: [14],
  subtotal: [3_198],
  timeZone: ['America/New_York'],
  title: ['Not found'],
  total: [3_198],
  token: ['tok_4f9c2e'],
  trackingNumber: ['00340434161094015902'],
  type: ['placed'],
  unitPrice: [1_599],
  url: ['https://shop.example/images/mug.webp'],
  userAgent: ['Mozilla/5.0'],
  version: [3],
};

/** For fields without a name in the list: of these the first that the schema accepts. */
const byKind: Readonly<Record<string, readonly unknown[]>> = {
  string: [
    '0193a5f0-7c1e-7a3b-9d5c-1f2e3d4c5b6a',
    'grace@example.com',
    'https://shop.example',
    '2026-11-20T14:00:00.000Z',
    '2026-11-20',
    'USD',
    'US',
    '4711',
    'sample',
  ],
  number: [2, 0, 1, 100, 0.5],
};

/** Of texts whose schema says little, this reads better than an id. */
const plainText = 'sample';

/**
 * A value that the schema accepts, the same each time. What the schema itself gives as its example counts first.
 *
 * @throws a kind of schema that has no example; give one with `.meta({ examples: [value] })`
 */
export function exampleOf(schema: z.core.$ZodType, side: Side, name = ''): unknown {
  const given = z.globalRegistry.get(schema)?.examples as readonly unknown[] | undefined;
  const [known] = [...(given ?? []), ...(byName[name] ?? [])].filter((value) => accepts(schema, value, side));
  if (known !== undefined) return known;

  const def = schema._zod.def as z.core.$ZodTypeDef & Record<string, unknown>;
  const inner = () => exampleOf(def['innerType'] as z.core.$ZodType, side, name);
  switch (def.type) {
    case 'string':
      return accepts(schema, plainText, side) ? plainText : firstAccepted(schema, byKind['string'], name);
    case 'number':
      return firstAccepted(schema, byKind['number'], name);
    case 'boolean':
      return true;
    case 'date':
      return new Date('2026-11-20T14:00:00.000Z');
    case 'enum':
      return Object.values(def['entries'] as Record<string, unknown>)[0];
    case 'literal':
      return (def['values'] as unknown[])[0];
    case 'array':
      return [exampleOf(def['element'] as z.core.$ZodType, side, name)];
    case 'record': {
      const key = String(exampleOf(def['keyType'] as z.core.$ZodType, side, 'name'));
      return { [key]: exampleOf(def['valueType'] as z.core.$ZodType, side) };
    }
    case 'object': {
      const fields = Object.entries(def['shape'] as z.core.$ZodShape);
      return Object.fromEntries(fields.map(([field, part]) => [field, exampleOf(part, side, field)]));
    }
    case 'union':
      return exampleOf((def['options'] as z.core.$ZodType[])[0]!, side, name);
    case 'pipe':
      return exampleOf(def[side === 'input' ? 'in' : 'out'] as z.core.$ZodType, side, name);
    case 'unknown':
      return plainText;
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'readonly':
    case 'nonoptional':
      return inner();
    default:
      throw new Error(
        `A schema of zod's kind "${def.type}" has no example. Give one with .meta({ examples: [value] }).`,
      );
  }
}

function firstAccepted(schema: z.core.$ZodType, candidates: readonly unknown[] = [], name: string): unknown {
  const found = candidates.find((value) => z.safeParse(schema, value).success);
  if (found !== undefined) return found;
  throw new Error(`No example fits the field "${name}". Give one with .meta({ examples: [value] }).`);
}

/** What comes out is not parsed on its way, so that a pipe is asked for its end. */
function accepts(schema: z.core.$ZodType, value: unknown, side: Side): boolean {
  const { type, out } = schema._zod.def as { type: string; out?: z.core.$ZodType };
  return z.safeParse(side === 'output' && type === 'pipe' && out ? out : schema, value).success;
}
