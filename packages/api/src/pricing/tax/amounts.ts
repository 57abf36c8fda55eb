import { allocate } from '@cartwright/kernel/money';
import { groupBy } from '../group-by.ts';
import type { TaxRate } from '../types.ts';
import type { Treatment } from './treatment.ts';

/** An amount with one treatment: what is left of a line, or a part of shipping. */
export interface Piece<Target> {
  readonly target: Target;
  readonly amount: number;
  readonly treatment: Treatment;
}

/** The tax of one rate on one target. */
export interface TaxAmount<Target> {
  readonly target: Target;
  readonly rate: TaxRate;
  readonly notCharged: Treatment['notCharged'];
  readonly base: number;
  readonly amount: number;
}

interface Share<Target> {
  readonly target: Target;
  readonly base: number;
  /** The unrounded tax as a numerator over the group's common denominator. */
  readonly exact: bigint;
}

/**
 * The tax in prices (`included`) or on top of them. An included tax is amount × rate / (1 + sum of the rates). `line`
 * rounds half up once for each target and rate. `order` rounds once for each rate and splits the result.
 */
export function taxAmounts<Target>(
  pieces: readonly Piece<Target>[],
  { included, rounding }: { readonly included: boolean; readonly rounding: 'line' | 'order' },
): TaxAmount<Target>[] {
  const rooms = new Map<Target, number>();
  for (const { target, amount } of pieces) rooms.set(target, (rooms.get(target) ?? 0) + amount);
  return groupsOf(pieces).flatMap(({ rate, notCharged, pieces }) => {
    const { shares, denominator } = sharesOf(rate, pieces, included);
    const limits = shares.map(({ target }) => (included ? (rooms.get(target) ?? 0) : Number.MAX_SAFE_INTEGER));
    const amounts = rounding === 'line' ? each(shares, denominator, limits) : together(shares, denominator, limits);
    return shares.map(({ target, base }, index) => {
      const amount = amounts[index] ?? 0;
      rooms.set(target, (rooms.get(target) ?? 0) - amount);
      return { target, rate, notCharged, base, amount };
    });
  });
}

interface Group<Target> {
  readonly rate: TaxRate;
  readonly notCharged: Treatment['notCharged'];
  readonly pieces: readonly Piece<Target>[];
}

function groupsOf<Target>(pieces: readonly Piece<Target>[]): Group<Target>[] {
  const groups = new Map<string, Group<Target> & { readonly pieces: Piece<Target>[] }>();
  for (const piece of pieces.filter(({ amount }) => amount > 0)) {
    const { rates, notCharged } = piece.treatment;
    for (const rate of rates) {
      const key = `${rate.id} ${notCharged}`;
      const group = groups.get(key) ?? { rate, notCharged, pieces: [] };
      group.pieces.push(piece);
      groups.set(key, group);
    }
  }
  return [...groups.values()];
}

/** 100 % in the unit of `rateOf`. */
const whole = 1_000_000n;

/** Hundredths of a basis point, because Quebec's tax is 9.975 %. */
const rateOf = ({ basisPoints }: TaxRate): bigint => BigInt(Math.round(basisPoints * 100));

function sharesOf<Target>(
  rate: TaxRate,
  pieces: readonly Piece<Target>[],
  included: boolean,
): { shares: Share<Target>[]; denominator: bigint } {
  const divisorOf = ({ treatment }: Piece<Target>) =>
    included ? treatment.rates.reduce((sum, rate) => sum + rateOf(rate), whole) : whole;
  const denominator = [...new Set(pieces.map(divisorOf))].reduce((product, divisor) => product * divisor, 1n);
  const exactOf = (piece: Piece<Target>) => BigInt(piece.amount) * rateOf(rate) * (denominator / divisorOf(piece));
  const shares = [...groupBy(pieces, ({ target }) => target)].map(([target, own]) => ({
    target,
    base: own.reduce((sum, { amount }) => sum + amount, 0),
    exact: own.reduce((sum, piece) => sum + exactOf(piece), 0n),
  }));
  return { shares, denominator };
}

function halfUp(numerator: bigint, denominator: bigint): number {
  return Number((2n * numerator + denominator) / (2n * denominator));
}

function each(shares: readonly Share<unknown>[], denominator: bigint, limits: readonly number[]): number[] {
  return shares.map(({ exact }, index) => Math.min(halfUp(exact, denominator), limits[index] ?? 0));
}

/** Limits matter for amounts of a few minor units, where several rounded taxes could be more than the amount. */
function together(shares: readonly Share<unknown>[], denominator: bigint, limits: readonly number[]): number[] {
  const total = shares.reduce((sum, { exact }) => sum + exact, 0n);
  const room = limits.reduce((sum, limit) => Math.min(sum + limit, Number.MAX_SAFE_INTEGER), 0);
  const parts = allocate(
    Math.min(halfUp(total, denominator), room),
    shares.map(({ exact }) => exact),
  );
  let over = 0;
  const limited = parts.map((part, index) => {
    const kept = Math.min(part, limits[index] ?? 0);
    over += part - kept;
    return kept;
  });
  return limited.map((part, index) => {
    const more = Math.min(over, (limits[index] ?? 0) - part);
    over -= more;
    return part + more;
  });
}
