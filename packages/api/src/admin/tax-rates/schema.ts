import { id, text, timestamp } from '@cartwright/kernel/fields';
import { pageInput, pageOf } from '@cartwright/kernel/paging';
import { z } from 'zod';
import { taxClass, taxRateFields, taxRateInput } from '../../pricing/index.ts';

export const mostTaxRates = 10_000;

const named = { id: id.describe('The id of a tax rate') };
const version = z.number().int().min(1).describe('The version that the change is based on');

export const taxRate = z
  .object({
    id,
    country: z.string().describe('ISO 3166-1 alpha-2, or `*` for every country'),
    region: z.string().nullable().describe('The code of a state, or null for the whole country'),
    postalPrefix: z.string().nullable().describe('The beginning of postal codes, or null for all of them'),
    taxClass: z.string(),
    name: z.string(),
    basisPoints: z.number().describe('In hundredths of a percent: 1900 is 19 %'),
    mode: taxRateFields.mode.unwrap(),
    version: z.number().int(),
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: 'TaxRate' });

export const taxRatePage = pageOf(taxRate).meta({ id: 'TaxRatePage' });

export const listTaxRatesInput = z.strictObject({
  country: text({ min: 1, max: 2 }).optional().describe('Only the rates of this country'),
  taxClass: taxClass.optional().describe('Only the rates of this class'),
  ...pageInput,
});

export const createTaxRateInput = taxRateInput;

export const updateTaxRateInput = z.strictObject({
  ...named,
  version,
  country: taxRateFields.country.optional(),
  region: taxRateFields.region.unwrap().optional(),
  postalPrefix: taxRateFields.postalPrefix.unwrap().optional(),
  taxClass: taxRateFields.taxClass.unwrap().optional(),
  name: taxRateFields.name.optional(),
  basisPoints: taxRateFields.basisPoints.optional(),
  mode: taxRateFields.mode.unwrap().optional(),
});

export const removeTaxRateInput = z.strictObject({ ...named, version: version.optional() });

export type TaxRateView = z.output<typeof taxRate>;
export type ListTaxRatesInput = z.output<typeof listTaxRatesInput>;
export type CreateTaxRateInput = z.output<typeof createTaxRateInput>;
export type UpdateTaxRateInput = z.output<typeof updateTaxRateInput>;
export type RemoveTaxRateInput = z.output<typeof removeTaxRateInput>;
