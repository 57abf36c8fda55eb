import type { Reporter, SerializedError, TestModule, Vitest } from 'vitest/node';

/**
 * Prints the last line of a run in words for people and programs. A skipped or unfinished test fails the run, and so
 * does a run without tests, unless `-t` selected tests by name.
 */
export class PlainSummary implements Reporter {
  #chosenByName = false;

  onInit(vitest: Vitest) {
    this.#chosenByName = vitest.config.testNamePattern !== undefined;
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]) {
    const tests = { passed: 0, failed: unhandledErrors.length, skipped: 0, pending: 0 };
    for (const module of modules) {
      tests.failed += module.errors().length;
      for (const suite of module.children.allSuites()) tests.failed += suite.errors().length;
      for (const test of module.children.allTests()) tests[test.result().state] += 1;
    }
    const skipped = this.#chosenByName ? 0 : tests.skipped + tests.pending;
    if (skipped > 0) console.error('Skipped tests fail the run: make them pass or delete them.');
    if (tests.failed + skipped > 0 || tests.passed === 0) process.exitCode = 1;
    if (tests.passed + tests.failed + skipped === 0) console.error('No test ran.');
    else
      console.log(`Tests: ${tests.passed} passed, ${tests.failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  }
}
