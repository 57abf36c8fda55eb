import { failures } from '@cartwright/api';
import { codesOf } from '@cartwright/kernel/codes';
import { type Failure, type FailureMaker, inputIssue } from '@cartwright/kernel/failures';
import type { Operation } from '@cartwright/kernel/operations';
import { z } from 'zod';
import type { ZodOpenApiResponseObject } from 'zod-openapi';
import { problemOf, statusOf } from '../rest/problem.ts';
import { exampleOf } from './example.ts';
import { headerReferences, headersFor } from './headers.ts';
import type { DocumentedShop } from './openapi.ts';

const problem = z
  .object({
    type: z.string().describe('A URN with the code'),
    title: z.string().describe('The code in words'),
    status: z.number().int().describe('The HTTP status'),
    detail: z.string().describe('A sentence for people: the problem, and the way out'),
    code: z.string().describe('Stable: decide by this'),
    requestId: z.string().describe('Finds the call in the server log'),
    issues: z.array(inputIssue).optional().describe('With `VALIDATION`: what is wrong with each field'),
  })
  .catchall(z.unknown())
  .meta({ id: 'Problem', description: 'RFC 9457, with the facts of the code beside the common fields.' });

type Code = keyof typeof failures;

/** Makes a failure with readable facts. */
export function failureExample(maker: FailureMaker): Failure {
  return maker(exampleOf(maker.facts, 'output', maker.code) as never);
}

/** The problem documents of all codes that the operations use, for `components.examples` of the document. */
export function problemExamples(operations: readonly Operation[]): Record<string, { summary: string; value: unknown }> {
  const codes = new Set(operations.flatMap(codesOf));
  const examples = Object.values(failures)
    .filter(({ code }) => codes.has(code))
    .map((maker: FailureMaker) => {
      const document = problemOf(failureExample(maker), requestId);
      const value: unknown = JSON.parse(JSON.stringify(document));
      return [maker.code, { summary: document.title, value }] as const;
    });
  return Object.fromEntries(examples);
}

const requestId = '4f0c2a86-6f2c-4f0e-9a3e-0b8f6b1f7a11';

/** The failures of all operations. Several operations share one entry in the document if theirs are equal. */
export class ProblemResponses {
  readonly #shop: DocumentedShop;
  /** The entries for `components.responses` of the document. */
  readonly components: Record<string, ZodOpenApiResponseObject> = {};

  constructor(shop: DocumentedShop) {
    this.#shop = shop;
  }

  /** References to the failures of an operation, by status. */
  of(operation: Operation): Record<string, { $ref: string }> {
    const byStatus = new Map<number, Code[]>();
    for (const code of codesOf(operation) as readonly Code[]) {
      const status = statusOf(failures[code]);
      byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
    }
    const references = [...byStatus].map(([status, codes]) => {
      const name = `Problem${status}_${codes.sort().join('-')}`;
      this.components[name] ??= this.#response(operation, status, codes);
      return [String(status), { $ref: `#/components/responses/${name}` }] as const;
    });
    return Object.fromEntries(references);
  }

  #response(operation: Operation, status: number, codes: readonly Code[]): ZodOpenApiResponseObject {
    const examples = codes.map((code) => [code, { $ref: `#/components/examples/${code}` }]);
    return {
      description: codes.map((code) => `\`${code}\``).join(', '),
      headers: headerReferences(headersFor(operation, status, this.#shop)),
      content: { 'application/problem+json': { schema: problem, examples: Object.fromEntries(examples) } },
    };
  }
}
