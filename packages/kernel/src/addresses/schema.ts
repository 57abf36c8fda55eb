import { z } from 'zod';
import type { InputIssue } from '../failures.ts';
import { text } from '../fields.ts';
import { countries, countryHelp, findState, inSentence } from './countries.ts';
import { compactVatId, vatIdIssue } from './vat-ids.ts';

/** An address as stored and answered. Only `addressInput` checks the country's requirements. */
export const address = z
  .strictObject({
    fullName: text({ min: 1, max: 100 }),
    company: text({ max: 200 }).optional(),
    vatId: text({ max: 30 })
      .overwrite(compactVatId)
      .regex(/^[0-9A-Z+*]{0,20}$/, 'Enter letters and digits, such as DE123456789.')
      .optional()
      .describe('The VAT number of a business, with the prefix of its country, such as DE123456789'),
    line1: text({ min: 1, max: 200 }),
    line2: text({ max: 200 }).optional(),
    city: text({ min: 1, max: 100 }),
    state: text({ max: 100 }).optional().describe('A code or a name. Required in AU, BR, CA, IN, MX and US'),
    postalCode: text({ max: 20 }).optional().describe('Required in countries that use postal codes'),
    country: z
      .string()
      .refine((code) => countries.has(code), { error: ({ input }) => countryHelp(String(input)) })
      .describe('ISO 3166-1 alpha-2'),
    phone: text({ max: 40 }).optional(),
  })
  .meta({ id: 'Address' });

export type Address = z.output<typeof address>;

/** An address in an input, checked against the requirements of its country. */
export const addressInput = z
  .strictObject(address.shape)
  .superRefine((given, context) => {
    for (const { path, message } of addressIssues(given)) context.addIssue({ code: 'custom', path: [path], message });
  })
  .meta({ id: 'AddressInput' });

/** The issues of an address with its country's requirements. */
export function addressIssues({ country: code, state = '', postalCode = '', vatId = '' }: Address): InputIssue[] {
  const country = countries.get(code);
  if (!country) return [];
  const issues: InputIssue[] = [];
  const vatIssue = vatIdIssue(vatId, code);
  if (vatIssue) issues.push(vatIssue);
  const add = (path: 'state' | 'postalCode', message: string) => issues.push({ path, message, code: 'custom' });
  if (country.postalCode === 'required' && postalCode === '') {
    add('postalCode', `Enter a postal code, because addresses in ${inSentence(country)} need one.`);
  }
  const [first] = country.states ?? [];
  if (first && !findState(country, state)) {
    const example = `such as ${first.code} or ${first.name}`;
    add(
      'state',
      state === ''
        ? `Enter a state, ${example}, because addresses in ${inSentence(country)} need one.`
        : `There is no such state in ${inSentence(country)}. Enter one by its code or name, ${example}.`,
    );
  }
  return issues;
}

/** The address of a quote. Only the country is needed, and the state or postal code where the tax depends on it. */
export const quotedAddress = address.partial().extend({ country: address.shape.country });

export const quotedAddressInput = z
  .strictObject(quotedAddress.shape)
  .superRefine(({ vatId = '', country }, context) => {
    const issue = vatIdIssue(vatId, country);
    if (issue) context.addIssue({ code: 'custom', path: [issue.path], message: issue.message });
  });
