/** Runs each statement under a trace. The statement's text has placeholders for its values. */
export type TraceQuery = <T>(statement: string, run: () => T) => T;

export const untraced: TraceQuery = (_statement, run) => run();
