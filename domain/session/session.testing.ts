/** A course on the table and a player that plays it: what tests of the session share. */
import { expect } from 'vitest';
import type { CloudEvent } from '../kernel/event.ts';
import type { Problem } from '../kernel/problem.ts';
import type { NodeKind, PlayPackageManifest, Scorm12NodeData, StructureNode } from '../package/manifest.ts';
import type { Scorm2004NodeData } from '../package/scorm2004/node-data.ts';
import type { Sequencing } from '../package/scorm2004/sequencing.ts';
import type { Statement } from '../runtime/adapter/statement.ts';
import type { Delivery, JournalEntry, NavigationRequest, SessionView } from './contract.ts';
import { admitJournal, createSession, navigate, openLaunch, type SessionData, viewOf } from './index.ts';

export const REGISTRATION = '0193a1b2-c3d4-7e5f-8a6b-1c2d3e4f5a6b';
export const T0 = Date.parse('2026-03-01T10:00:00.000Z');
/** RFC 3339, so many seconds after the session was created. */
export const at = (seconds: number): string => new Date(T0 + seconds * 1000).toISOString();

export const node = (
  id: string,
  over: { kind?: NodeKind; visible?: boolean; scorm12?: Scorm12NodeData; scorm2004?: Scorm2004NodeData } = {},
): StructureNode => ({
  id,
  kind: over.kind ?? 'sco',
  title: `Title of ${id}`,
  visible: over.visible ?? true,
  launch: { path: `pages/${id}.html`, parameters: '' },
  ...(over.scorm12 === undefined ? {} : { scorm12: over.scorm12 }),
  ...(over.scorm2004 === undefined ? {} : { scorm2004: over.scorm2004 }),
  children: [],
});
export const block = (id: string, children: StructureNode[], scorm12?: Scorm12NodeData): StructureNode => ({
  id,
  kind: 'block',
  title: `Title of ${id}`,
  visible: true,
  ...(scorm12 === undefined ? {} : { scorm12 }),
  children,
});

export const manifest = (structure: StructureNode[]): PlayPackageManifest => ({
  manifestVersion: 1,
  minPlayerVersion: '0.1.0',
  format: 'scorm12',
  identifier: 'golf',
  activityId: 'https://demo.example/golf',
  title: 'Golf',
  languages: ['en'],
  structure,
  assets: { count: 1, bytes: 1 },
});

/** The same of SCORM 2004; without a word on its control mode, choice only. */
export const manifest2004 = (
  structure: StructureNode[],
  controlMode?: Sequencing['controlMode'],
): PlayPackageManifest => ({
  ...manifest(structure),
  format: 'scorm2004-4',
  scorm2004: {
    objectivesGlobalToSystem: true,
    sharedDataGlobalToSystem: true,
    ...(controlMode === undefined ? {} : { sequencing: { controlMode } }),
  },
});

export const session = (structure: StructureNode[], strict = false): SessionData =>
  sessionOf(manifest(structure), strict);

export const sessionOf = (course: PlayPackageManifest, strict = false): SessionData =>
  createSession({
    id: 'demo-ses-06j6gv7gyt9sfxx5apck8y1pmk',
    tenant: 'demo',
    registration: REGISTRATION,
    packageId: 'demo-pkg-1',
    learner: { id: 'lrn-1', name: 'Ada' },
    homePage: 'https://demo.example',
    strict,
    manifest: course,
    now: at(0),
  });

/** `init`, `finish`, `commit`, or `element=value` (without `cmi.`). */
export const callOf = (text: string): Pick<Extract<JournalEntry, { kind: 'call' }>, 'method' | 'args'> => {
  if (text === 'init') return { method: 'LMSInitialize', args: [''] };
  if (text === 'finish') return { method: 'LMSFinish', args: [''] };
  if (text === 'commit') return { method: 'LMSCommit', args: [''] };
  const cut = text.indexOf('=');
  return { method: 'LMSSetValue', args: [`cmi.${text.slice(0, cut)}`, text.slice(cut + 1)] };
};

const CALLS_2004 = {
  LMSInitialize: 'Initialize',
  LMSSetValue: 'SetValue',
  LMSCommit: 'Commit',
  LMSFinish: 'Terminate',
};

/** The same call to the API of SCORM 2004; `nav=` stands for `adl.nav.request=`, and what begins with `adl.` stays. */
export const callOf2004 = (text: string): ReturnType<typeof callOf> => {
  const { method, args } = callOf(text.replace(/^nav=/, 'adl.nav.request='));
  return {
    method: CALLS_2004[method as keyof typeof CALLS_2004] as ReturnType<typeof callOf>['method'],
    args: [args[0]!.replace(/^cmi\.adl\./, 'adl.'), ...args.slice(1)],
  };
};

/** Plays a session: remembers its data and what it told, and lets a second pass with everything that happens. */
export class Play {
  data: SessionData;
  seconds = 0;
  launch = '';
  writer = '';
  seq = 0;
  delivery: Delivery | null = null;
  statements: Statement[] = [];
  events: CloudEvent[] = [];
  problem: Problem | undefined;

  constructor(structure: StructureNode[] | SessionData) {
    this.data = Array.isArray(structure) ? session(structure) : structure;
    this.open('launch-1');
  }
  now(): string {
    this.seconds += 1;
    return at(this.seconds);
  }
  /** A new launch with a frame of its own. */
  open(launch: string): this {
    this.data = openLaunch(this.data, { launch, now: this.now() });
    this.launch = launch;
    this.writer = `writer-of-${launch}`;
    this.seq = 0;
    return this;
  }
  /** Another launch is played for a while, then back. */
  as(launch: string, seq: number): this {
    this.launch = launch;
    this.writer = `writer-of-${launch}`;
    this.seq = seq;
    return this;
  }
  entries(id: string, ...texts: string[]): JournalEntry[] {
    return texts.map((text) => {
      this.seq += 1;
      const base = { seq: this.seq, at: this.now(), node: id };
      if (text === 'entered') return { ...base, kind: 'entered' };
      const call = this.data.course.scorm2004 === undefined ? callOf(text) : callOf2004(text);
      return { ...base, kind: 'call', ...call };
    });
  }
  send(entries: JournalEntry[]): this {
    const { launch, writer } = this;
    const result = admitJournal(this.data, { launch, writer, entries }, { now: this.now() });
    if (!result.ok) return this.refused(result.error);
    this.problem = undefined;
    return this.take(result.value);
  }
  /** Enters the node that was delivered and makes these calls. */
  enter(...texts: string[]): this {
    return this.send(this.entries(this.delivery!.node, 'entered', ...texts));
  }
  calls(...texts: string[]): this {
    return this.send(this.entries(this.delivery!.node, ...texts));
  }
  go(request: NavigationRequest | NavigationRequest['type']): this {
    const asked = typeof request === 'string' ? ({ type: request } as NavigationRequest) : request;
    const writer = this.seq === 0 ? {} : { writer: { id: this.writer, lastSeq: this.seq } };
    const result = navigate(
      this.data,
      { launch: this.launch, request: asked, cursorVersion: this.data.cursor.version, ...writer },
      { now: this.now() },
    );
    if (!result.ok) return this.refused(result.error);
    this.problem = undefined;
    this.delivery = result.value.delivery;
    return this.take(result.value);
  }
  take(decision: { data: SessionData; statements: readonly Statement[]; events: readonly CloudEvent[] }): this {
    // What is stored is JSON: nothing may depend on more.
    this.data = JSON.parse(JSON.stringify(decision.data));
    expect(this.data).toEqual(decision.data);
    expect(JSON.parse(JSON.stringify(decision.statements))).toStrictEqual(decision.statements);
    expect(JSON.parse(JSON.stringify(decision.events))).toStrictEqual(decision.events);
    this.statements.push(...decision.statements);
    this.events.push(...decision.events);
    return this;
  }
  refused(problem: Problem): this {
    expect(problem.detail).toMatch(/^[A-Z].*\.$/);
    this.problem = problem;
    return this;
  }
  view(): SessionView {
    return viewOf(this.data);
  }
  /** `verb activity` of everything told since the last time; the course is `.`. */
  told(): string[] {
    const texts = this.statements.map(({ verb, object }) => `${verb.display.en} ${shortOf(object.id)}`);
    this.statements = [];
    return texts;
  }
}

const shortOf = (iri: string): string => iri.replace('https://demo.example/golf', '').replace(/^\//, '') || '.';
