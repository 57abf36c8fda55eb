/** Whether a password is among the 40,000 or so that attackers try first, in whatever case it is written. */
export async function isCommonPassword(password: string): Promise<boolean> {
  const common = await (list ??= load());
  return common.has(password.toLowerCase());
}

let list: Promise<ReadonlySet<string>> | undefined;

/** Loaded when somebody first chooses a password: half a megabyte that most processes never need. */
async function load(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  return new Set(dictionary['passwords-common']);
}
