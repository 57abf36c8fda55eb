/** Runs each statement, which has placeholders for its values, for whoever wants to see them run. */
export type TraceQuery = <T>(statement: string, run: () => T) => T;

export const untraced: TraceQuery = (_statement, run) => run();
