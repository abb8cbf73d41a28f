import type { Token } from 'marked';

/** The page's own heading is the first. */
const PAGE_LEVEL = 1;
const LEVEL_MAX = 6;

/**
 * The parts of a text, headings with the level that they have on the page: one below the page's own for the highest of the
 * text, and no level is left out, whatever signs the author has taken (WCAG 2.2, 1.3.1).
 */
export function leveled(tokens: readonly Token[]): { token: Token; level?: number }[] {
  const depths = [
    ...new Set(tokens.flatMap((token) => (token.type === 'heading' ? [token.depth as number] : []))),
  ].sort();
  let last = PAGE_LEVEL;
  return tokens.map((token) => {
    if (token.type !== 'heading') return { token };
    last = Math.min(PAGE_LEVEL + 1 + depths.indexOf(token.depth), last + 1, LEVEL_MAX);
    return { token, level: last };
  });
}
