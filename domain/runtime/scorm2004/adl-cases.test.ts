import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  callScorm2004,
  parseInterval,
  relaunchScorm2004,
  type Scorm2004Init,
  type Scorm2004Method,
  type Scorm2004State,
} from './index.ts';
import { fresh } from './scorm2004.testing.ts';

/** ADL's LMS conformance cases as data; they are not part of the project. */
const root = fileURLToPath(new URL('../../../', import.meta.url));
const path = join(process.env.COURSES_DIR ?? join(root, '../shared/courses'), 'adl-scorm2004-4th/cases.json');
const present = existsSync(path);

interface Call {
  readonly m: Scorm2004Method;
  readonly el?: string;
  readonly arg?: string;
  readonly val?: string;
  readonly ret?: string;
  readonly err: string;
}
interface Step {
  readonly act: string;
  readonly visit: number;
  readonly cmds: readonly Call[];
}

/** What DMB's manifest says of its activities: thresholds by measure and passing scores. */
const DMB: Readonly<Record<string, Partial<Scorm2004Init>>> = {
  2: { completionThreshold: 0.8 },
  3: { scaledPassingScore: -0.5 },
  4: { scaledPassingScore: -0.5 },
  5: { scaledPassingScore: 1 },
  6: { completionThreshold: 0.6, scaledPassingScore: 0.6 },
};

function expectAnswer(state: Scorm2004State, call: Call): void {
  const args = call.el === undefined ? [call.arg ?? ''] : [call.el, ...(call.val === undefined ? [] : [call.val])];
  const { result } = callScorm2004(state, call.m, call.m === 'GetLastError' ? [] : args);
  const at = JSON.stringify(call);
  expect(callScorm2004(state, 'GetLastError', []).result, at).toBe(call.err);
  if (call.ret === undefined) return;
  if (call.ret === 'less255') expect(result.length, at).toBeLessThanOrEqual(255);
  else if (call.ret === 'emptyCS') expect(result, at).toBe('');
  else if (call.el === 'cmi.total_time') expect(parseInterval(result), at).toEqual(parseInterval(call.ret));
  else if (/^-?[\d.]+$/.test(call.ret)) expect(Number(result), at).toBe(Number(call.ret));
  else expect(result, at).toBe(call.ret);
}

describe.skipIf(!present)(`ADL's cases${present ? '' : ' (skipped: no courses at COURSES_DIR)'}`, () => {
  const steps = (name: string): readonly Step[] =>
    present ? (JSON.parse(readFileSync(path, 'utf8')) as Record<string, { steps: Step[] }>)[name]!.steps : [];

  it('[R04-4] API: every call gets its answer and error code', () => {
    for (const { cmds } of steps('API')) {
      const state = fresh();
      for (const call of cmds) expectAnswer(state, call);
    }
  });
  it('[R04-4] DMB: what is kept, evaluated and begun anew over 25 launches', () => {
    const states = new Map<string, Scorm2004State>();
    for (const { act, cmds } of steps('DMB')) {
      const state = states.get(act) ?? fresh({ ...DMB[act] });
      states.set(act, state);
      relaunchScorm2004(state);
      for (const call of cmds) expectAnswer(state, call);
      callScorm2004(state, 'Terminate', ['']);
    }
    expect(states.size).toBe(9);
  });
});
