import type { Tables } from '@cartwright/db';
import { promotionConditions, promotionRule, shippingSteps, shippingZones } from '../schema.ts';
import type { Promotion, ShippingMethod, TaxRate } from '../types.ts';

/** Rates are stored in millionths, because they can have two decimals of a basis point. */
export function toBasisPoints(millionths: number): number {
  return millionths / 100;
}

export function toMillionths(basisPoints: number): number {
  return Math.round(basisPoints * 100);
}

type Row<Name extends keyof Tables> = Tables[Name]['$inferSelect'];

export function toTaxRate(row: Row<'taxRates'>): TaxRate {
  const { id, country, region, postalPrefix, taxClass, name, millionths, mode } = row;
  const basisPoints = toBasisPoints(millionths);
  return { id, country, region: region || null, postalPrefix: postalPrefix || null, taxClass, name, basisPoints, mode };
}

export function toShippingMethod(row: Row<'shippingMethods'>): ShippingMethod {
  const { id, name, by, upTo, freeFrom, minDays, maxDays, pickup } = row;
  const [zones, steps] = [shippingZones.parse(row.zones), shippingSteps.parse(row.steps)];
  return { id, name, zones, by, steps, upTo, freeFrom, minDays, maxDays, pickup };
}

export function toPromotion(row: Row<'promotions'>): Promotion {
  const { id, name, startsAt, endsAt, priority, isExclusive, isAutomatic, usesLimit, usesPerCustomer, budget } = row;
  return {
    id,
    name,
    rule: promotionRule.parse(row.rule),
    conditions: promotionConditions.parse(row.conditions),
    limits: {
      ...(usesLimit !== null && { uses: usesLimit }),
      ...(usesPerCustomer !== null && { usesPerCustomer }),
      ...(budget !== null && { budget }),
    },
    startsAt,
    endsAt,
    priority,
    exclusive: isExclusive,
    automatic: isAutomatic,
  };
}
