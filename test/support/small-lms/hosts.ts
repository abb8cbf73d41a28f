import type { Browser, BrowserContext, FrameLocator, Page } from 'playwright-core';
import { Findings } from '../../../domain/statement/validate/findings.ts';
import { checkStatement } from '../../../domain/statement/validate/statement.ts';
import { WIDE } from '../browser.ts';
import type { Heard } from './lrs.ts';
import type { SmallLms } from './server.ts';

export type Target = 'scorm12' | 'scorm2004' | 'cmi5' | 'xapi';

/** What a platform knows at the end. */
export interface Outcome {
  readonly completed: boolean;
  readonly passed: boolean;
  /** -1 to 1. */
  readonly score: number | undefined;
  /** As the course counts it, where the platform has a place for that beside the scaled one. */
  readonly raw?: number;
  readonly interactions: number;
  /** What the platform refused or found wrong. */
  readonly wrong: readonly string[];
}

export interface Launched {
  readonly page: Page;
  /** The page of the course. */
  readonly course: FrameLocator;
  /** The player's own document. */
  readonly player: FrameLocator | Page;
  readonly errors: readonly string[];
  /** Resolves when the course ends its session by itself; rejects when it does not. */
  ended(): Promise<void>;
  /** Waits until the platform has been told that the course is over; one that has not ended after `leaveMs` is left. */
  over(leaveMs?: number): Promise<Outcome>;
}

export interface Launch {
  readonly target: Target;
  /** The course, as the platform's server knows it. */
  readonly name: string;
  readonly node?: string | undefined;
  /** Is done to the browser's context before the launch. */
  readonly prepare?: (context: BrowserContext) => Promise<void>;
}

export const REGISTRATION = '7d1a3a4e-5b0f-4c9e-9f0e-2f1a4f5d6c7b';
const ACTOR = { objectType: 'Agent', name: 'Ada Lovelace', account: { homePage: 'https://hr.example', name: 'ada' } };
/** A course that ends by itself has done so by then. */
const LEAVE_MS = 1_500;
/** A step that takes longer never comes. */
const STEP_MS = 15_000;
const CMI5 = 'https://w3id.org/xapi/cmi5/context/categories/cmi5';
const SESSION = 'https://w3id.org/xapi/cmi5/context/extensions/sessionid';

/** Launches `/courses/<name>/lectern/index.html` as a platform of a kind does. */
export async function launch(
  browser: Browser,
  lms: SmallLms,
  { target, name, node, prepare }: Launch,
): Promise<Launched> {
  const context = await browser.newContext({ viewport: WIDE });
  await prepare?.(context);
  const page = await context.newPage();
  page.setDefaultTimeout(STEP_MS);
  const errors = collectErrors(page, lms.url);
  page.on('dialog', (dialog) => void dialog.accept());
  const query = node === undefined ? '' : `?node=${encodeURIComponent(node)}`;
  const address = `/courses/${name}/lectern/index.html${query}`;
  if (target === 'scorm12' || target === 'scorm2004') {
    await page.goto(`${lms.url}/lms?kind=${target}&launch=${encodeURIComponent(address)}`);
    const player = page.frameLocator('iframe');
    return {
      page,
      player,
      course: player.frameLocator('iframe'),
      errors,
      ended: async () => void (await page.waitForFunction(isOver)),
      over: (leaveMs) => scormOutcome(page, target, leaveMs),
    };
  }
  lms.lrs.states.set('LMS.LaunchData', JSON.stringify(launchData(lms.url)));
  const parameters = new URLSearchParams({
    endpoint: `${lms.url}/xapi/`,
    actor: JSON.stringify(ACTOR),
    registration: REGISTRATION,
    ...(target === 'cmi5'
      ? { fetch: `${lms.url}/fetch`, activityId: 'https://lms.example/au/1' }
      : { auth: `Basic ${btoa('a:b')}`, activity_id: 'https://lms.example/course/1' }),
  });
  await page.goto(`${lms.url}${address}${query === '' ? '?' : '&'}${parameters}`);
  const over = (leaveMs?: number) => xapiOutcome({ page, lms, target }, leaveMs);
  const ended = async (): Promise<void> => {
    if (target === 'xapi') throw new Error('the page of an activity stays');
    await page.waitForURL('**/returned');
  };
  return { page, player: page, course: page.frameLocator('iframe'), errors, ended, over };
}

/** Errors of scripts, and of the console as far as they are ours. A document that is not there yet is none. */
function collectErrors(page: Page, origin: string): string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.stack ?? String(error)));
  page.on('console', (message) => {
    const { url } = message.location();
    const isNew = message.text().includes('404') && url.includes('/xapi/activities/state');
    if (message.type() === 'error' && url.startsWith(origin) && !isNew) errors.push(`${message.text()} ${url}`);
  });
  return errors;
}

const launchData = (url: string): object => ({
  contextTemplate: {
    contextActivities: { grouping: [{ id: 'https://publisher.example/au/1' }] },
    extensions: { [SESSION]: 'session-1' },
  },
  launchMode: 'Normal',
  moveOn: 'CompletedAndPassed',
  masteryScore: 0.5,
  returnURL: `${url}/returned`,
});

interface ScormLms {
  readonly state: {
    readonly phase: string;
    readonly values: Readonly<Record<string, string>>;
    readonly counts: Readonly<Record<string, number>>;
  };
  readonly refused: readonly string[];
}

/** Runs in the platform's page. */
const isOver = (): boolean => {
  const { lms } = window as unknown as { lms: ScormLms };
  return lms.state.phase === 'finished' || lms.state.phase === 'terminated';
};

async function scormOutcome(page: Page, target: 'scorm12' | 'scorm2004', leaveMs = LEAVE_MS): Promise<Outcome> {
  // A course that ends its session on leaving is left, as a platform takes a SCO away.
  await page.waitForFunction(isOver, undefined, { timeout: leaveMs }).catch(async () => {
    await page.evaluate(() => document.querySelector('iframe')!.remove());
    await page.waitForFunction(isOver);
  });
  const { state, refused } = await page.evaluate(() => (window as unknown as { lms: ScormLms }).lms);
  const { values } = state;
  const raw = values['core.score.raw'];
  const score = target === 'scorm12' ? raw && Number(raw) / 100 : values['score.scaled'];
  const status = values['core.lesson_status'];
  return {
    completed: values.completion_status === 'completed' || status === 'passed' || status === 'completed',
    passed: values.success_status === 'passed' || status === 'passed',
    score: score === undefined || score === '' ? undefined : Number(score),
    ...(values['score.raw'] === undefined ? {} : { raw: Number(values['score.raw']) }),
    interactions: state.counts.interactions ?? 0,
    wrong: refused,
  };
}

async function xapiOutcome(
  { page, lms, target }: { page: Page; lms: SmallLms; target: 'cmi5' | 'xapi' },
  leaveMs = LEAVE_MS,
): Promise<Outcome> {
  const said = (verb: string): Heard[] => lms.lrs.statements.filter(({ verb: { id } }) => id.endsWith(`/${verb}`));
  // A cmi5 platform has a page to return to; others learn of the end when the page goes.
  if (target === 'cmi5') {
    await page.waitForURL('**/returned', { timeout: leaveMs }).catch(async () => {
      const exit = page.getByRole('button', { name: 'Exit' }).first();
      await Promise.any([exit.click(), page.waitForURL('**/returned')]);
      await page.waitForURL('**/returned');
    });
  }
  if (target === 'xapi') await page.goto(`${lms.url}/returned`);
  for (let tries = 0; tries < 100 && said('terminated').length + said('suspended').length === 0; tries++) {
    await page.waitForTimeout(50);
  }
  const scores = lms.lrs.statements.map(({ result }) => (result?.score as { scaled?: number } | undefined)?.scaled);
  return {
    completed: said('completed').some(({ result }) => result?.completion === true),
    passed: said('passed').some(({ result }) => result?.success === true),
    score: scores.findLast((score) => score !== undefined),
    interactions: said('responded').length,
    wrong: [...invalid(lms.lrs.statements), ...(target === 'cmi5' ? againstCmi5(lms.lrs.statements) : [])],
  };
}

const invalid = (statements: readonly Heard[]): string[] =>
  statements.flatMap((statement) => {
    const findings = new Findings('1.0.3');
    checkStatement(statement, findings);
    return findings.list.map((finding) => `${statement.verb.id}: ${JSON.stringify(finding)}`);
  });

/** What an LMS of cmi5 checks in a session (9.3 and 9.6): order, number, categories, session and registration. */
function againstCmi5(statements: readonly Heard[]): string[] {
  const verbs = statements.map(({ verb }) => verb.id.split('/').at(-1)!);
  const defined = ['initialized', 'completed', 'passed', 'failed', 'terminated'];
  const wrong: string[] = [];
  if (verbs[0] !== 'initialized' || verbs.at(-1) !== 'terminated') wrong.push(`order: ${verbs.join(' ')}`);
  for (const verb of defined) if (verbs.filter((said) => said === verb).length > 1) wrong.push(`twice: ${verb}`);
  for (const [i, { context, result }] of statements.entries()) {
    const categories = (context?.contextActivities?.category ?? []).map(({ id }) => id);
    const isDefined = defined.includes(verbs[i]!);
    if (categories.includes(CMI5) !== isDefined) wrong.push(`category: ${verbs[i]}`);
    const decides = isDefined && (result?.success !== undefined || result?.completion !== undefined);
    if (categories.some((id) => id.endsWith('/moveon')) !== decides) wrong.push(`moveon: ${verbs[i]}`);
    if (context?.registration !== REGISTRATION || context.extensions?.[SESSION] !== 'session-1')
      wrong.push(`context: ${verbs[i]}`);
    if (context?.contextActivities?.grouping?.[0]?.id !== 'https://publisher.example/au/1')
      wrong.push(`grouping: ${verbs[i]}`);
    if (isDefined && verbs[i] !== 'initialized' && result?.duration === undefined) wrong.push(`duration: ${verbs[i]}`);
    if (isDefined && result?.score !== undefined && !['passed', 'failed'].includes(verbs[i]!))
      wrong.push(`score: ${verbs[i]}`);
  }
  return wrong;
}
