import type { LanguageMap } from './types.ts';

/** Ranges beyond this are not read: no reader prefers so many languages, and each is compared with every tag. */
const MAX_RANGES = 32;

/** The ranges of an Accept-Language header, most wanted first (RFC 9110, 12.5.4). One of quality 0 is not wanted. */
export function languageRanges(header: string | undefined): string[] {
  const ranges = (header ?? '').split(',', MAX_RANGES).flatMap((item) => {
    const [range = '', ...parameters] = item.split(';').map((part) => part.trim());
    const q = parameters.find((parameter) => /^q=/i.test(parameter))?.slice(2);
    const quality = q === undefined ? 1 : Number(q);
    return range !== '' && quality > 0 && quality <= 1 ? [{ range: range.toLowerCase(), quality }] : [];
  });
  return ranges.sort((a, b) => b.quality - a.quality).map(({ range }) => range);
}

/**
 * [FMT-3] A map with the one entry that fits best: RFC 4647, 3.4 (lookup) for each range in turn; a tag that says more than
 * the range is better than another language; then `und`, then whatever comes first.
 */
export function oneLanguage(map: LanguageMap, ranges: readonly string[]): LanguageMap {
  const tags = Object.keys(map);
  if (tags.length < 2) return map;
  const tag = best(tags, ranges) ?? tags.find((one) => one.toLowerCase() === 'und') ?? tags[0]!;
  return { [tag]: map[tag]! };
}

function best(tags: readonly string[], ranges: readonly string[]): string | undefined {
  for (const range of ranges) {
    if (range === '*') return tags[0];
    for (let wanted = range; wanted !== ''; wanted = shortened(wanted)) {
      const found = tags.find((tag) => tag.toLowerCase() === wanted);
      if (found !== undefined) return found;
    }
    const primary = range.split('-', 1)[0]!;
    const close = tags.find((tag) => tag.toLowerCase().startsWith(`${primary}-`));
    if (close !== undefined) return close;
  }
  return undefined;
}

/** RFC 4647, 3.4: the last subtag goes, and with it a single character that introduced it. */
function shortened(range: string): string {
  const parts = range.split('-').slice(0, -1);
  if (parts.at(-1)?.length === 1) parts.pop();
  return parts.join('-');
}
