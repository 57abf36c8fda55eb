import { codesOf } from '../kernel/codes.ts';
import { operationsOf } from '../kernel/operations.ts';
import { type Metrics, noMetrics } from '../kernel/telemetry.ts';
import { appRouter } from '../router.ts';

const codes = new Map(operationsOf(appRouter).map((operation) => [operation.name, codesOf(operation)]));

/**
 * Figures that fail a call whose code its procedure does not declare. Every test of a procedure thereby checks what it
 * declares.
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
