import { codesOf } from '@cartwright/kernel/codes';
import { operationsOf } from '@cartwright/kernel/operations';
import { type Metrics, noMetrics } from '@cartwright/kernel/telemetry';
import { appRouter } from '../router.ts';

const codes = new Map(operationsOf(appRouter).map((operation) => [operation.name, codesOf(operation)]));

/**
 * Metrics that fail a call with an undeclared failure code, so that every test of a procedure checks its declaration.
 */
export function onlyDeclaredCodes(metrics: Metrics = noMetrics): Metrics {
  return {
    ...metrics,
    call(procedure, outcome, seconds) {
      metrics.call(procedure, outcome, seconds);
      if (outcome === 'ok' || outcome === 'replayed' || codes.get(procedure)?.includes(outcome) !== false) return;
      throw new Error(
        `${procedure} ended with ${outcome}, which it does not declare. Add the code to its \`failures\`.`,
      );
    },
  };
}
