import { id, timestamp } from '@cartwright/kernel/fields';
import { pageInput, pageOf } from '@cartwright/kernel/paging';
import { z } from 'zod';
import { shippingMethodFields, shippingMethodInput, shippingSteps, shippingZones } from '../../pricing/index.ts';

export const mostShippingMethods = 200;

const named = { id: id.describe('The id of a shipping method') };
const version = z.number().int().min(1).describe('The version that the change is based on');
const fields = shippingMethodFields;

export const shippingMethod = z
  .object({
    id,
    name: z.string(),
    zones: shippingZones.describe('The places that the method serves. Without any, all places'),
    by: fields.by.unwrap(),
    steps: shippingSteps.describe('The price from each measure on, in minor units'),
    upTo: fields.upTo.unwrap(),
    freeFrom: fields.freeFrom.unwrap(),
    minDays: fields.minDays.unwrap(),
    maxDays: fields.maxDays.unwrap(),
    pickup: z.boolean(),
    version: z.number().int(),
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: 'ShippingMethod' });

export const shippingMethodPage = pageOf(shippingMethod).meta({ id: 'ShippingMethodPage' });

export const listShippingMethodsInput = z.strictObject(pageInput);

export const createShippingMethodInput = shippingMethodInput;

export const updateShippingMethodInput = z.strictObject({
  ...named,
  version,
  name: fields.name.optional(),
  zones: fields.zones.unwrap().optional(),
  by: fields.by.unwrap().optional(),
  steps: fields.steps.optional(),
  upTo: fields.upTo.unwrap().optional(),
  freeFrom: fields.freeFrom.unwrap().optional(),
  minDays: fields.minDays.unwrap().optional(),
  maxDays: fields.maxDays.unwrap().optional(),
  pickup: fields.pickup.unwrap().optional(),
});

export const removeShippingMethodInput = z.strictObject({ ...named, version: version.optional() });

export type ShippingMethodView = z.output<typeof shippingMethod>;
export type ListShippingMethodsInput = z.output<typeof listShippingMethodsInput>;
export type CreateShippingMethodInput = z.output<typeof createShippingMethodInput>;
export type UpdateShippingMethodInput = z.output<typeof updateShippingMethodInput>;
export type RemoveShippingMethodInput = z.output<typeof removeShippingMethodInput>;
