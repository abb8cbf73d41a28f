import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

// The package is CommonJS with an ES default on top: what `import` gives depends on who loads it.
const { AxeBuilder } = createRequire(import.meta.url)('@axe-core/playwright') as typeof import('@axe-core/playwright');

/** No violation of WCAG 2.2 A and AA, nor of axe's best practices, on the page (its frames of other origins apart). */
export const expectAccessible = (page: Page, where: string): Promise<void> =>
  expectNoViolation(new AxeBuilder({ page }).exclude('iframe'), where);

/** The same of the page that the player shows, what is embedded in it apart: for pages that are ours. */
export const expectCourseAccessible = (page: Page, where: string): Promise<void> =>
  expectNoViolation(new AxeBuilder({ page }).include([...COURSE, 'html']).exclude([...COURSE, 'iframe']), where);

/** The page of the course, frame by frame. */
const COURSE = ['main iframe', 'iframe'];

async function expectNoViolation(axe: InstanceType<typeof AxeBuilder>, where: string): Promise<void> {
  const { violations } = await axe.analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
  expect(found, where).toEqual([]);
}

/** Nothing is wider than the screen. */
export async function expectNoSidewaysScroll(page: Page, where: string): Promise<void> {
  const width = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  expect(width[0]!, where).toBeLessThanOrEqual(width[1]!);
}
