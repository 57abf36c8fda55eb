/** Stands in for cosmiconfig: there are no files of settings to be found. */
export function cosmiconfigSync(): { search(): null } {
  return { search: () => null };
}
