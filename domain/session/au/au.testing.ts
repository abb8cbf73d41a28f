/** A course of AUs or activities on the table, and somebody who launches them and speaks for them. */
import type { Problem } from '../../kernel/problem.ts';
import type { Cmi5NodeData } from '../../package/cmi5/node-data.ts';
import type { PlayPackageManifest, StructureNode } from '../../package/manifest.ts';
import type { Statement as Told } from '../../runtime/adapter/statement.ts';
import { AU_VERBS, CMI5_CATEGORY, EXTENSIONS, MOVE_ON_CATEGORY } from '../../runtime/cmi5/words.ts';
import type { Statement } from '../../statement/types.ts';
import type { NavigationRequest } from '../contract.ts';
import { createSession, navigate, openLaunch, type SessionData } from '../index.ts';
import type { Decision } from '../work.ts';
import {
  type AuAsk,
  admitAsk,
  admitStatements,
  type Launched,
  launchAu,
  leaveAus,
  notePreferencesRead,
  registered,
  takeToken,
} from './index.ts';

export const REGISTRATION = '0193a1b2-c3d4-7e5f-8a6b-1c2d3e4f5a6b';
export const ORIGIN = 'https://demo-pkg-1.lectern.example';
export const ACTOR = {
  objectType: 'Agent',
  name: 'Ada',
  account: { homePage: 'https://demo.example', name: 'lrn-1' },
} as const;
const T0 = Date.parse('2026-03-01T10:00:00.000Z');

export const au = (id: string, over: Partial<Cmi5NodeData> = {}): StructureNode => ({
  id,
  kind: 'au',
  title: `Title of ${id}`,
  visible: true,
  launch: { path: `pages/${id.replace(/\W/g, '')}.html`, parameters: '?page=1#top' },
  cmi5: {
    publisherId: id,
    title: { en: `Title of ${id}`, 'not a tag': 'x' },
    description: { en: 'What it is' },
    objectives: [],
    moveOn: 'CompletedOrPassed',
    launchMethod: 'AnyWindow',
    ...over,
  },
  children: [],
});

export const auBlock = (id: string, children: StructureNode[]): StructureNode => ({
  id,
  kind: 'block',
  title: `Title of ${id}`,
  visible: true,
  cmi5: { publisherId: id, title: { en: id }, description: { en: id }, objectives: [] },
  children,
});

export const activity = (id: string, path = 'index.html'): StructureNode => ({
  id,
  kind: 'au',
  title: `Title of ${id}`,
  visible: true,
  launch: { path, parameters: '' },
  xapi: { id, name: { en: id }, description: {} },
  children: [],
});

const isCmi5 = (node: StructureNode): boolean => node.cmi5 !== undefined;

export const manifestOf = (structure: StructureNode[]): PlayPackageManifest => ({
  manifestVersion: 1,
  minPlayerVersion: '0.2.0',
  format: structure.some(isCmi5) ? 'cmi5' : 'xapi',
  identifier: 'urn:publisher:course',
  activityId: structure.some(isCmi5) ? 'https://demo.example/courses/urn%3Apublisher%3Acourse' : structure[0]!.id,
  title: 'Geology',
  languages: ['en'],
  structure,
  assets: { count: 1, bytes: 1 },
  ...(structure.some(isCmi5)
    ? { cmi5: { title: { en: 'Geology' }, description: { en: 'Rocks' }, objectives: [] } }
    : {}),
});

/** What an AU says, as the defaults of its launch have it; `over` changes the statement before it is sent. */
export interface Saying {
  readonly defined?: boolean;
  readonly verb?: string;
  readonly result?: object;
  /** Seconds after the launch, when it is said. */
  readonly at?: number;
  change?(statement: Json): void;
}

// biome-ignore lint/suspicious/noExplicitAny: statements are changed member by member to break them
export type Json = any;

const RESULTS: Readonly<Record<string, object>> = {
  completed: { completion: true, duration: 'PT1S' },
  passed: { success: true, duration: 'PT1S', score: { scaled: 0.9 } },
  failed: { success: false, duration: 'PT1S', score: { scaled: 0.1 } },
  terminated: { duration: 'PT1S' },
};

/** Launches activities of one registration and speaks for them; a second passes with everything that happens. */
export class Lms {
  data: SessionData;
  seconds = 0;
  told: Told[] = [];
  launched!: Launched;
  problem: Problem | undefined;
  #ids = 0;
  #launches = 0;

  constructor(structure: StructureNode[]) {
    this.data = createSession({
      id: 'demo-ses-06j6gv7gyt9sfxx5apck8y1pmk',
      tenant: 'demo',
      registration: REGISTRATION,
      packageId: 'demo-pkg-1',
      learner: { id: 'lrn-1', name: 'Ada' },
      homePage: 'https://demo.example',
      strict: false,
      manifest: manifestOf(structure),
      now: this.now(),
    });
    this.keep(registered(this.data, { session: this.uuid(), now: this.now() }));
  }

  now(): string {
    return new Date(T0 + this.seconds * 1000).toISOString();
  }

  uuid(): string {
    this.#ids += 1;
    return `00000000-0000-4000-8000-${String(this.#ids).padStart(12, '0')}`;
  }

  keep(decision: Decision): void {
    this.data = decision.data;
    this.told.push(...decision.statements);
  }

  /** A new launch of the course, at the current or the first part. */
  open(): this {
    this.#launches += 1;
    this.data = openLaunch(this.data, { launch: `lch-${this.#launches}`, now: this.now() });
    return this.step({ type: 'start' });
  }

  step(request: NavigationRequest): this {
    this.seconds += 1;
    const asked = { launch: `lch-${this.#launches}`, request, cursorVersion: this.data.cursor.version };
    this.keep(leaveAus(this.data, { now: this.now(), away: request.type !== 'start' }));
    const moved = navigate(this.data, asked, { now: this.now() });
    if (!moved.ok) throw new Error(moved.error.detail);
    this.keep(moved.value);
    return request.type === 'exit' ? this : this.launch();
  }

  launch(): this {
    const launch = launchAu(this.data, { contentOrigin: ORIGIN, session: this.uuid(), now: this.now() });
    this.keep(launch!.decision);
    this.launched = launch!.launched;
    return this;
  }

  /** What an AU does before it speaks. */
  prepare(): this {
    const taken = takeToken(this.data, this.launched.session);
    if (taken.ok) this.keep(taken.value);
    const noted = notePreferencesRead(this.data, this.launched.session);
    if (noted !== null) this.keep(noted);
    return this;
  }

  /** Opens the course and its AU, which says that it has begun. */
  begin(): this {
    return this.open().prepare().say('initialized');
  }

  get parameters(): URLSearchParams {
    return new URL(this.launched.address, ORIGIN).searchParams;
  }

  statement(verb: string, { defined = verb in AU_VERBS, result = RESULTS[verb], at, change }: Saying = {}): Statement {
    const { activityId, json } = this.launched.document!;
    const template = structuredClone((json as Json).contextTemplate);
    const decides = (result as Json)?.success !== undefined || (result as Json)?.completion !== undefined;
    const mastery = this.launched.document!.json as Json;
    if ((verb === 'passed' || verb === 'failed') && mastery.masteryScore !== undefined) {
      template.extensions[EXTENSIONS.masteryScore] = mastery.masteryScore;
    }
    const categories = [...(defined ? [CMI5_CATEGORY] : []), ...(defined && decides ? [MOVE_ON_CATEGORY] : [])];
    const said: Json = {
      id: this.uuid(),
      actor: structuredClone(ACTOR),
      verb: { id: (AU_VERBS as Json)[verb] ?? `https://verbs.example/${verb}` },
      object: { objectType: 'Activity', id: activityId },
      ...(result === undefined ? {} : { result: structuredClone(result) }),
      context: {
        ...template,
        contextActivities: {
          ...template.contextActivities,
          ...(categories.length === 0 ? {} : { category: categories.map((id) => ({ id })) }),
        },
      },
      timestamp: at === undefined ? this.now() : new Date(T0 + at * 1000).toISOString(),
    };
    change?.(said);
    return said;
  }

  say(verb: string, saying: Saying = {}): this {
    this.seconds += 1;
    return this.tell([this.statement(verb, saying)]);
  }

  tell(statements: readonly Statement[], session = this.launched.session): this {
    const admitted = admitStatements(this.data, { session, statements, many: true }, { now: this.now() });
    this.problem = admitted.ok ? undefined : admitted.error;
    if (admitted.ok) this.keep(admitted.value);
    return this;
  }

  /** Why the last one was refused: code and, of cmi5, the clause. */
  get refusal(): string | undefined {
    const clause = /\(cmi5 ([\d.]+)\)/.exec(this.problem?.detail ?? '')?.[1];
    return clause ?? this.problem?.code;
  }

  ask(over: Partial<AuAsk> = {}) {
    const ask = { session: this.launched.session, method: 'GET', resource: 'statements', query: [], ...over } as AuAsk;
    return admitAsk(this.data, ask, this.now());
  }

  /** What the LMS has told with this verb. */
  tellings(verb: string): Told[] {
    return this.told.filter((statement) => statement.verb.id.endsWith(`/${verb}`));
  }

  get sessionId(): string {
    return this.launched.session;
  }
}

export const sessionOf = ({ context }: Pick<Told, 'context'>): unknown => context.extensions?.[EXTENSIONS.sessionId];
