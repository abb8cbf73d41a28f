import { env, exports } from 'cloudflare:workers';
import type { CloudEvent } from '../../../domain/kernel/event.ts';
import { makeId } from '../../../domain/kernel/ids.ts';
import type { PlayPackageManifest, StructureNode } from '../../../domain/package/manifest.ts';
import type { JournalEntry, LaunchResponse, NavigateResponse, SessionState } from '../../../domain/session/contract.ts';
import type { PackageRecord } from '../../shared/rpc.ts';

export const HOST = 'http://lectern.localhost:4160';

interface Told {
  readonly id: string;
  readonly verb: { readonly id: string };
  readonly object: { readonly id: string };
}

/** What the stand-ins beside delivery offer tests beyond their RPC. */
export const apiDouble = env.API as unknown as {
  putPackage(record: PackageRecord): Promise<void>;
  control(next: { failing: boolean }): Promise<void>;
  seen(): Promise<{
    notes: { registration: string; state: SessionState; version: number }[];
    asked: { signingKeys: number; package: number };
    kept: { response?: { body: string } }[];
  }>;
};
export const progressDouble = env.PROGRESS as unknown as {
  control(next: { mode?: 'accept' | 'fail' | 'busy'; refuse?: string }): Promise<void>;
  seen(registration: string): Promise<{ calls: [string, string[]][]; statements: Told[]; events: CloudEvent[] }>;
};

const sco = (id: string): StructureNode => ({
  id,
  kind: 'sco',
  title: `SCO ${id}`,
  visible: true,
  launch: { path: `${id}/index.html`, parameters: '' },
  children: [],
});

export const manifest = (ids: readonly string[] = ['one', 'two']): PlayPackageManifest => ({
  manifestVersion: 1,
  minPlayerVersion: '0.1.0',
  format: 'scorm12',
  identifier: 'course',
  activityId: 'https://demo.lectern.example/courses/course',
  title: 'A course',
  languages: ['en'],
  structure: ids.map(sco),
  assets: { count: 1, bytes: 1 },
});

/** A package that the api knows, by default without files. */
export async function putPackage(tenant: string, over: Partial<PackageRecord> = {}): Promise<PackageRecord> {
  const id = makeId(tenant, 'pkg', crypto.randomUUID());
  const record: PackageRecord = {
    id,
    tenant,
    region: tenant === 'demo' ? 'eu' : 'us',
    state: 'built',
    containerKey: `${tenant}/packages/${id}/container.zip`,
    indexKey: `${tenant}/packages/${id}/index.json`,
    manifest: manifest(),
    ...over,
  };
  await apiDouble.putPackage(record);
  return record;
}

const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.svg': 'image/svg+xml' };

/** A package with these files in its region's bucket. */
export async function putFiles(
  tenant: string,
  files: Readonly<Record<string, string>>,
  over: Partial<PackageRecord> = {},
): Promise<PackageRecord> {
  const record = await putPackage(tenant, over);
  const bucket = record.region === 'eu' ? env.PACKAGES_EU : env.PACKAGES_US;
  const entries: Record<string, object> = {};
  let container = 'head';
  for (const [path, text] of Object.entries(files)) {
    const mediaType = TYPES[/\.\w+$/.exec(path.toLowerCase())?.[0] ?? ''] ?? 'text/plain';
    entries[path] = { offset: container.length, bytes: text.length, sha256: `digest-of-${encodeURI(path)}`, mediaType };
    container += text;
  }
  const index = { indexVersion: 1, codec: 'plain', containerBytes: container.length, entries };
  await bucket.put(record.containerKey, container);
  await bucket.put(record.indexKey, JSON.stringify(index));
  return record;
}

export interface Asking {
  method?: string;
  token?: string | undefined;
  body?: unknown;
  headers?: Record<string, string>;
}

/** Asks delivery; a path is one of the API's. */
export function ask(target: string, { method, token, body, headers = {} }: Asking = {}): Promise<Response> {
  const url = target.startsWith('http') ? target : `${HOST}${target}`;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return exports.default.fetch(
    new Request(url, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: text }),
    }),
  );
}

export interface Made {
  id: string;
  registration: string;
  state: SessionState;
  launchUrl: string;
  packageId: string;
  take: number;
}

const learner = (name: string) => ({ name: 'Ada', account: { homePage: 'https://hr.example', name } });

export async function open(packageId: string, over: { name?: string; restart?: boolean; key?: string } = {}) {
  const { name = crypto.randomUUID(), restart, key } = over;
  const response = await ask('/api/v1/play-sessions', {
    token: `operator-${packageId.split('-')[0]}`,
    body: { packageId, learner: learner(name), ...(restart === undefined ? {} : { restart }) },
    headers: key === undefined ? {} : { 'idempotency-key': key },
  });
  return { response, made: (await response.json()) as Made };
}

export const launchToken = (launchUrl: string): string => new URL(launchUrl).searchParams.get('launch') ?? '';

export async function launch(id: string, token: string): Promise<LaunchResponse> {
  const response = await ask(`/api/v1/play-sessions/${id}/launches`, { method: 'POST', token });
  if (response.status !== 201) throw new Error(`launch: ${response.status} ${await response.text()}`);
  return (await response.json()) as LaunchResponse;
}

/** A session of a new learner with a launch that has started its first SCO, played by one writer. */
export async function playing(packageId: string, name?: string) {
  const { made } = await open(packageId, name === undefined ? {} : { name });
  const launched = await launch(made.id, launchToken(made.launchUrl));
  const player = new TestPlayer(made, launched);
  const started = await player.step({ type: 'start' });
  return { made, launched, player, started };
}

/** Speaks as shell and runtime frame of one launch do. */
export class TestPlayer {
  readonly writer = crypto.randomUUID();
  readonly made: Made;
  readonly launched: LaunchResponse;
  cursorVersion: number;
  seq = 0;

  constructor(made: Made, launched: LaunchResponse) {
    this.made = made;
    this.launched = launched;
    this.cursorVersion = launched.view.cursor.version;
  }

  get path(): string {
    return `/api/v1/play-sessions/${this.made.id}`;
  }

  async step(request: object): Promise<NavigateResponse> {
    const body = {
      launch: this.launched.launch,
      request,
      cursorVersion: this.cursorVersion,
      ...(this.seq === 0 ? {} : { writer: { id: this.writer, lastSeq: this.seq } }),
    };
    const response = await ask(`${this.path}/navigation`, { token: this.launched.sessionToken, body });
    if (response.status !== 200) throw new Error(`navigation: ${response.status} ${await response.text()}`);
    const answer = (await response.json()) as NavigateResponse;
    this.cursorVersion = answer.view.cursor.version;
    return answer;
  }

  entry(node: string, what: { method: 'LMSInitialize' | 'LMSSetValue' | 'LMSFinish'; args: string[] } | 'entered') {
    this.seq += 1;
    const common = { seq: this.seq, at: new Date().toISOString(), node };
    return (what === 'entered' ? { ...common, kind: 'entered' } : { ...common, kind: 'call', ...what }) as JournalEntry;
  }

  /** Entries that enter a SCO, set its status and finish it. */
  wholeSco(node: string, status: string): JournalEntry[] {
    return [
      this.entry(node, 'entered'),
      this.entry(node, { method: 'LMSInitialize', args: [''] }),
      this.entry(node, { method: 'LMSSetValue', args: ['cmi.core.lesson_status', status] }),
      this.entry(node, { method: 'LMSFinish', args: [''] }),
    ];
  }

  send(entries: readonly JournalEntry[], over: { writer?: string; launch?: string; token?: string } = {}) {
    const { writer = this.writer, launch = this.launched.launch, token = this.launched.journalToken } = over;
    return ask(`${this.path}/journal`, { token, body: { writer, launch, entries } });
  }
}

/** Waits until `check` holds; answers sent on in the background have a moment to arrive. */
export async function until<T>(look: () => Promise<T>, check: (seen: T) => boolean): Promise<T> {
  for (let tries = 0; ; tries++) {
    const seen = await look();
    if (check(seen)) return seen;
    if (tries === 500) throw new Error(`did not come: ${JSON.stringify(seen)}`);
    await scheduler.wait(20);
  }
}
