/**
 * The SCOs of ADL's suite ask a Java applet for the calls that they are to make, and no browser runs applets any more.
 * This stands in its place: the pages find it, take their calls from it and make them with their own scripts.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { scorm2004Given } from '../../domain/runtime/scorm2004/index.ts';
import type { PlayableNode } from '../../player/standalone/course-file.ts';
import { COURSES } from '../support/courses.ts';

interface Command {
  readonly m: string;
  readonly el?: string;
  readonly arg?: string;
  readonly val?: string;
}
interface Case {
  readonly steps: readonly { readonly act: string; readonly visit: number; readonly cmds: readonly Command[] }[];
}

const FILE = join(COURSES, 'adl-scorm2004-4th/cases.json');

/** What a SCO says at the end of its calls, unless it has to have more to pass. */
const SCORE = 0.9;

/** What the SCO of a node says at the end of its calls: its primary objective is met. */
export const adlScore = ({ scorm2004 }: PlayableNode): number =>
  Math.max(SCORE, scorm2004Given(scorm2004 ?? {}).scaledPassingScore ?? 0);

/** By activity, the calls of its first visit in a case. */
function callsOf(name: string): Record<string, readonly Command[]> {
  const cases = existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, Case>) : {};
  const steps = [...(cases[name]?.steps ?? [])].reverse();
  return Object.fromEntries(steps.map(({ act, cmds }) => [act, cmds]));
}

/** Gives the pages of a case their driver, before they are loaded. */
export const withDriver = (context: BrowserContext, name: string): Promise<unknown> =>
  context.addInitScript(installDriver, { calls: callsOf(name), score: SCORE });

/** Runs in every page: `HTMLObjectElement` is what the applet's element is. */
function installDriver({ calls, score }: { calls: Record<string, readonly Command[]>; score: number }): void {
  const own = globalThis as unknown as Record<string, (...args: string[]) => string>;
  const get = (element: string): string => own.doGetValue!(element);
  const set = (element: string, value: string): string => own.doSetValue!(element, value);

  /** Elements name objectives and buckets by their ids: `objectives.&id&.score`. */
  function resolved(element: string): string {
    const [, list, id, rest] = /^(.*)\.&(.*)&\.(.*)$/.exec(element) ?? [];
    if (list === undefined) return element;
    const count = Number(get(`${list}._count`));
    let n = 0;
    while (n < count && get(`${list}.${n}.id`) !== id) n++;
    if (n === count) set(`${list}.${n}.id`, id!);
    return `${list}.${n}.${rest}`;
  }
  function run({ m, el, arg, val }: Command): void {
    if (m === 'SetValue') set(resolved(el!), val ?? '');
    else if (m === 'GetValue') get(resolved(el!));
    else own[`do${m}`]?.(arg ?? '');
  }
  function finish(): void {
    const asked = Number(get('cmi.scaled_passing_score')) || 0;
    const said = { progress_measure: 1, completion_status: 'completed', success_status: 'passed' };
    for (const [name, value] of Object.entries(said)) set(`cmi.${name}`, String(value));
    set('cmi.score.scaled', String(Math.max(score, asked)));
  }
  Object.assign(HTMLObjectElement.prototype, {
    evalID: () => true,
    getUITestQuestions: () => '',
    getScoStatus: () => '',
    setSCOStatus() {},
    writeToLog() {},
    curUserInstructions: () => '',
    completed() {},
    runCommands() {
      const act = new URLSearchParams(location.search).get('act')!;
      const given = calls[act] ?? [];
      const isBegun = given.some(({ m }) => m === 'Initialize');
      if (!isBegun) own.doInitialize!('');
      for (const command of given) if (command.m !== 'Terminate') run(command);
      finish();
      return true;
    },
  });
}
