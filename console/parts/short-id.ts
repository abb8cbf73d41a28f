/** Up to this many characters an identifier is shown whole. */
const WHOLE = 36;
const TAIL = 5;

const OWN = /^[a-z0-9]+-[a-z]{3}-(?=[0-9a-z]{26}$)/;
const UUID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/i;

/**
 * An identifier with its middle left out. Lectern's own ids keep their tenant and kind (`demo-pkg-01jd…x7k2q`), because
 * the start of the random part is time and the end tells neighbours apart; UUIDs and long IRIs keep both ends.
 */
export function shortId(id: string): string {
  const own = OWN.exec(id);
  if (own !== null) return cut(id, own[0].length + 4, TAIL);
  if (UUID.test(id)) return cut(id, 8, TAIL);
  return id.length <= WHOLE ? id : cut(id, WHOLE / 2, WHOLE / 2 - 1);
}

const cut = (id: string, head: number, tail: number): string => `${id.slice(0, head)}…${id.slice(-tail)}`;
