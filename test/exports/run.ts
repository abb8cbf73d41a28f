/** One export of a sample, launched by a platform and played to its end. */
import type { Browser } from 'playwright-core';
import { exportTarget, isSameFormat } from '../../domain/package/export/target.ts';
import { type PlayableNode, playableNodes } from '../../player/standalone/course-file.ts';
import { courseWithPlayer } from '../support/small-lms/course.ts';
import { type Launched, launch, type Outcome, type Target } from '../support/small-lms/hosts.ts';
import type { SmallLms } from '../support/small-lms/server.ts';
import { type PartPlay, playOf, prepare } from './plays.ts';
import type { Sample } from './samples.ts';

export interface Played {
  readonly sample: Sample;
  readonly target: Target;
  /** It goes out in the format that it came in: nothing crosses. */
  readonly same: boolean;
  readonly launches: number;
  readonly completed: number;
  readonly passed: number;
  /** What the platform has of each launch that told a score. */
  readonly scores: readonly number[];
  readonly wrong: readonly string[];
  readonly seconds: number;
}

/** A page that ends by itself has done so by then, one that stays is left sooner. */
const ENDS_MS = 1_500;
const STAYS_MS = 300;

export async function playExport(
  { browser, lms }: { browser: Browser; lms: SmallLms },
  { sample, target }: { sample: Sample; target: Target },
): Promise<Played> {
  const began = performance.now();
  const { manifest, files } = await courseWithPlayer(sample.read(), target);
  const same = isSameFormat(manifest.format, exportTarget(manifest.format, target, undefined)!);
  const wrong: string[] = [];
  const outcomes: Outcome[] = [];
  lms.put('course', files);
  // An xAPI activity is the whole course; other platforms launch each part.
  const nodes = playableNodes(manifest);
  const launches = target === 'xapi' ? [nodes] : nodes.map((node) => [node]);
  for (const parts of same ? [] : launches) {
    const played = await playLaunch({ browser, lms }, { sample, target, parts }).catch((error: unknown) => ({
      outcome: undefined,
      wrong: [String(error).split('\n')[0]!],
    }));
    if (played.outcome !== undefined) outcomes.push(played.outcome);
    wrong.push(...played.wrong.map((what) => (launches.length === 1 ? what : `${parts[0]!.title}: ${what}`)));
  }
  return {
    sample,
    target,
    same,
    launches: same ? 0 : launches.length,
    completed: outcomes.filter(({ completed }) => completed).length,
    passed: outcomes.filter(({ passed }) => passed).length,
    scores: outcomes.map(({ score }) => score).filter((score) => score !== undefined),
    wrong,
    seconds: (performance.now() - began) / 1000,
  };
}

async function playLaunch(
  { browser, lms }: { browser: Browser; lms: SmallLms },
  { sample, target, parts }: { sample: Sample; target: Target; parts: readonly PlayableNode[] },
): Promise<{ outcome: Outcome; wrong: string[] }> {
  lms.lrs.clear();
  const plays = parts.map((node) => playOf(sample, node));
  const launched = await launch(browser, lms, {
    target,
    name: 'course',
    node: target === 'xapi' ? undefined : parts[0]!.id,
    prepare: (context) => prepare(sample, context),
  });
  try {
    for (const [i, part] of plays.entries()) {
      if (i > 0) await launched.page.getByRole('button', { name: 'Continue' }).click();
      // A page that asks to be taken away is gone before anybody can see that it is done.
      await Promise.any([part.play(launched.course), launched.ended()]).catch(({ errors }: AggregateError) => {
        throw errors[0];
      });
    }
    const outcome = await launched.over(plays.some(({ stays }) => stays) ? STAYS_MS : ENDS_MS);
    return { outcome, wrong: [...differences(outcome, plays, target), ...outcome.wrong, ...errorsOf(launched)] };
  } finally {
    await launched.page.context().close();
  }
}

/** Scripts of courses may fail, as in any platform; those of the player may not. */
const errorsOf = ({ errors }: Launched): string[] => errors.filter((error) => /\/lectern\/(?!document)/.test(error));

/** What the parts said that the platform has not heard, or has heard otherwise. */
function differences(outcome: Outcome, plays: readonly PartPlay[], target: Target): string[] {
  const scores = plays.map(({ score }) => score).filter((score) => score !== undefined);
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  const [{ raw }] = plays as [PartPlay];
  const inPerCent = target === 'scorm12' && raw !== undefined ? raw / 100 : undefined;
  const expected = {
    completed: true,
    passed: plays.some(({ passed }) => passed),
    score: scores.length === 0 ? inPerCent : mean,
    ...(target === 'scorm2004' && raw !== undefined ? { raw } : {}),
  };
  return Object.entries(expected).flatMap(([name, value]) => {
    const told = outcome[name as keyof Outcome];
    const equal = typeof value === 'number' ? Math.abs(value - Number(told)) < 0.001 : told === value;
    return equal ? [] : [`${name} is ${told}, not ${value}`];
  });
}
