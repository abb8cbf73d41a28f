/** As long as an account name may be in any system that we know of. */
const MAX = 60;

/** An account name made from a person's name: `Ada Lovelace` → `ada-lovelace`. Letters of any script stay. */
export function accountName(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return plain
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, MAX)
    .replace(/^-+|-+$/g, '');
}
