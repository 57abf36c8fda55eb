/** Replaces cosmiconfig, because there is no configuration file to find. */
export function cosmiconfigSync(): { search(): null } {
  return { search: () => null };
}
