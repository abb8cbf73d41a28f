/** How each part of each sample is played to its end, and what it has to say of it. */
import type { BrowserContext } from 'playwright-core';
import type { PlayableNode } from '../../player/standalone/course-file.ts';
import { check, geology, golf, type Play, twoQuestions } from '../support/small-lms/plays.ts';
import { adlScore, withDriver } from './adl.ts';
import type { Sample } from './samples.ts';
import { byDriver, exitButton, golfTest, ownStatement, tetris, turn } from './steps.ts';

/** A part that is played is complete; what else it says differs. */
export interface PartPlay {
  readonly play: Play;
  readonly passed?: true;
  /** -1 to 1. */
  readonly score?: number;
  /** A score without bounds: only a platform that keeps such scores gets it. */
  readonly raw?: number;
  /** The page is to be left: it does not end by itself. */
  readonly stays?: true;
}

/** Nothing in it talks to a platform: it is done when it has been opened and left. */
const LOOKED: PartPlay = { play: (page) => page.locator('body').waitFor(), stays: true };

type Choose = (node: PlayableNode) => PartPlay;

/** By how the file's name begins. */
const PLAYS: readonly (readonly [RegExp, Choose])[] = [
  [/^RuntimeBasicCalls/, () => ({ play: golf, passed: true, score: 1 })],
  [/^Runtime|^ContentPackaging|^aes_small|^watershed|^ok_|^decide_/, () => LOOKED],
  [/^SequencingForced/, (node) => (isTest(node) ? TEST : { play: turn, passed: true, stays: true })],
  [/^SequencingPostTest/, (node) => (isTest(node) ? TEST : { play: turn, stays: true })],
  [
    /^catapult_multi/,
    (node) => (/pages=quiz/.test(node.launch.parameters) ? GEOLOGY : { play: exitButton, passed: true }),
  ],
  [/^catapult/, () => GEOLOGY],
  [/^rustici_Golf/, () => ({ play: golf, passed: true, score: 1 })],
  [/^rustici_JsTetris/, () => ({ play: tetris, raw: 80, stays: true })],
  [/^em_basic/, () => ({ play: ownStatement, passed: true, score: 0.75, stays: true })],
  [
    /^LMSTestPackage/,
    (node) => (speaks(node) ? { play: byDriver, passed: true, score: adlScore(node), stays: true } : LOOKED),
  ],
  [/^first-steps/, (node) => (/check/.test(node.launch.path) ? CHECK : { play: turn, stays: true })],
  [/^document/, () => ({ play: twoQuestions, passed: true, score: 1, stays: true })],
];

const isTest = ({ launch }: PlayableNode): boolean => /assessment/.test(launch.parameters);
/** Of ADL's pages, assets say nothing, nor does the one that is never to be shown. */
const speaks = ({ kind, launch }: PlayableNode): boolean => kind === 'sco' && !/TestFail/.test(launch.path);
const TEST: PartPlay = { play: golfTest, passed: true, score: 1, stays: true };
const GEOLOGY: PartPlay = { play: geology, passed: true, score: 1 };
const CHECK: PartPlay = { play: check, passed: true, score: 1, stays: true };

export function playOf(sample: Sample, node: PlayableNode): PartPlay {
  const found = PLAYS.find(([name]) => name.test(sample.name));
  if (found === undefined) throw new Error(`nobody knows how to play ${sample.name}`);
  return found[1](node);
}

/** What the pages of a sample need that is not in the package. */
export async function prepare(sample: Sample, context: BrowserContext): Promise<void> {
  const adl = /^LMSTestPackage_(.*)\.zip$/.exec(sample.name)?.[1];
  if (adl !== undefined) await withDriver(context, adl);
  // Of jQuery, which comes from another host, the golf course uses the dialog of its notes alone.
  const jquery = 'globalThis.$ = () => ({ dialog() {}, val: () => "" });';
  await context.route(/^https?:\/\/(?!127\.0\.0\.1)/, (route) =>
    /googleapis/.test(route.request().url())
      ? route.fulfill({ contentType: 'text/javascript', body: jquery })
      : route.fulfill({ contentType: 'text/html', body: '<h1>Elsewhere</h1>' }),
  );
}
