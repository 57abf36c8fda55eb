/** Tells whether a password, in any case, is among the 40,000 or so that attackers try first. */
export async function isCommonPassword(password: string): Promise<boolean> {
  const common = await (list ??= load());
  return common.has(password.toLowerCase());
}

let list: Promise<ReadonlySet<string>> | undefined;

/** Loads the list when the first password is chosen, because most processes never need its half megabyte. */
async function load(): Promise<ReadonlySet<string>> {
  const { commonPasswords } = await import('./common-password-list.ts');
  return commonPasswords;
}
