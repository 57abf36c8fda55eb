import type { Destination } from './places.ts';
import type { ShippingZone } from './schema.ts';
import type { PriceLine, ShippingMethod, ShippingOption } from './types.ts';

interface Measures {
  readonly subtotal: number;
  readonly weight: number;
  readonly quantity: number;
}

type MeasuredLine = Pick<PriceLine, 'unitPrice' | 'quantity' | 'weight'>;

/** The methods that an order can use, the lowest price first. */
export function shippingOptions(
  methods: readonly ShippingMethod[],
  destination: Destination,
  lines: readonly MeasuredLine[],
): ShippingOption[] {
  const measures = measuresOf(lines);
  return methods
    .flatMap((method) => optionOf(method, destination, measures))
    .sort((one, other) => one.price - other.price || compare(one.name, other.name) || compare(one.id, other.id));
}

const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);

function measuresOf(lines: readonly MeasuredLine[]): Measures {
  const sumOf = (measure: (line: MeasuredLine) => number) => lines.reduce((sum, line) => sum + measure(line), 0);
  return {
    subtotal: sumOf(({ unitPrice, quantity }) => unitPrice * quantity),
    weight: sumOf(({ weight, quantity }) => (weight ?? 0) * quantity),
    quantity: sumOf(({ quantity }) => quantity),
  };
}

function optionOf(method: ShippingMethod, destination: Destination, measures: Measures): ShippingOption[] {
  const measure = measures[method.by];
  const step = method.steps.findLast(({ from }) => from <= measure);
  if (!step || (method.upTo !== null && measure > method.upTo) || !serves(method, destination)) return [];
  const isFree = method.freeFrom !== null && measures.subtotal >= method.freeFrom;
  const { id, name, minDays, maxDays, pickup } = method;
  return [{ id, name, price: isFree ? 0 : step.price, minDays, maxDays, pickup }];
}

function serves({ zones }: ShippingMethod, destination: Destination): boolean {
  return zones.length === 0 || zones.some((zone) => isIn(zone, destination));
}

function isIn({ country, regions, postalPrefixes }: ShippingZone, destination: Destination): boolean {
  return (
    country === destination.country &&
    (regions.length === 0 || (destination.region !== null && regions.includes(destination.region))) &&
    (postalPrefixes.length === 0 || postalPrefixes.some((prefix) => destination.postalCode?.startsWith(prefix)))
  );
}
