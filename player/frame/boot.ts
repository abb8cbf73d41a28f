import type { RecordedMethod } from '../../domain/runtime/sco.ts';
import type { Delivery } from '../../domain/session/contract.ts';
import { type Bridge, openBridge } from '../bridge/bridge.ts';
import type { ToFrame, ToShell } from '../bridge/messages.ts';
import { API_NAMES, createApi, type LiveApi } from '../sco/api.ts';
import { type DeviceStore, openDeviceStore } from './device-store.ts';
import { type Journal, openJournal } from './journal.ts';
import { SHOW_MS, STORE_OPEN_MS } from './limits.ts';
import { postJournal } from './post-journal.ts';
import { createStage, type Stage } from './stage.ts';

interface Frame {
  readonly bridge: Bridge<ToShell>;
  readonly stage: Stage;
  journal?: Journal;
  live?: LiveApi;
  /** What is shown. */
  node?: string;
}

/** Opens the bridge and waits for the shell's orders, which are obeyed one after the other. */
export function boot({ shell, shellOrigin, nonce }: { shell: Window; shellOrigin: string; nonce: string }): void {
  let orders: Promise<void> = Promise.resolve();
  const bridge = openBridge<ToFrame, ToShell>({
    own: window,
    peer: shell,
    peerOrigin: shellOrigin,
    nonce,
    understands: ['open', 'load', 'unload'],
    receive: (order) => {
      orders = orders.then(() => obey(frame, order));
    },
  });
  const frame: Frame = { bridge, stage: createStage(document.body, () => returned(frame)) };
  bridge.post({ type: 'hello' });
}

async function obey(frame: Frame, order: ToFrame): Promise<void> {
  switch (order.type) {
    case 'open':
      return open(frame, order);
    case 'load':
      return load(frame, order.delivery);
    case 'unload':
      return unload(frame);
  }
}

async function open(frame: Frame, order: Extract<ToFrame, { type: 'open' }>): Promise<void> {
  if (frame.journal !== undefined) return; // one launch a frame
  const { bridge } = frame;
  const journal = await openJournal({
    session: order.session,
    launch: order.launch,
    writer: crypto.randomUUID(),
    clockOffsetMs: order.clockOffsetMs,
    deviceNowMs: Date.now,
    store: await deviceStore(),
    storage: syncStorage(),
    post: (request, how) => postJournal(order.journalToken, request, how),
    after: (ms, then) => {
      const timer = setTimeout(then, ms);
      return () => clearTimeout(timer);
    },
    view: (view) => bridge.post({ type: 'view', view }),
    refused: (code) => bridge.post({ type: 'refused', code }),
    saved: (state) => bridge.post({ type: 'saved', state }),
  });
  frame.journal = journal;
  watchPage(journal);
  // Not awaited: while earlier work cannot be sent, the shell may still order a page.
  void journal.sender.flushed().then(() => bridge.post({ type: 'ready' }));
}

/** Undefined where there is no database, or one that does not answer: some browsers hang on the first opening. */
function deviceStore(): Promise<DeviceStore | undefined> {
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, STORE_OPEN_MS));
  return Promise.race([openDeviceStore(Date.now()).catch(() => undefined), late]);
}

/** localStorage throws where the browser's settings forbid it. */
function syncStorage(): Storage | undefined {
  try {
    return window.localStorage;
  } catch {
    return undefined;
  }
}

/** Nothing relies on these: they only make what is already kept on the device arrive sooner. */
function watchPage({ sender }: Journal): void {
  addEventListener('online', () => sender.wake());
  addEventListener('pagehide', () => sender.leave(true));
  addEventListener('pageshow', (event) => event.persisted && sender.returned());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') sender.leave(false);
    else sender.returned();
  });
}

function load(frame: Frame, delivery: Delivery): void {
  const { bridge, journal, stage } = frame;
  if (journal === undefined) return;
  const { node, runtime } = delivery;
  frame.node = node;
  for (const name of Object.values(API_NAMES)) Reflect.deleteProperty(window, name);
  if (runtime !== undefined) {
    const record = (method: RecordedMethod, args: readonly string[]) =>
      journal.record({ kind: 'call', node, method, args });
    frame.live = createApi(runtime, record);
    Object.assign(window, frame.live.globals);
  }
  journal.record({ kind: 'entered', node });
  // Not awaited, and not waited for without end: a page that is slow to finish is shown and left as it is.
  const patience = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), SHOW_MS));
  void Promise.race([stage.open(delivery), patience]).then((status) => {
    if (status !== undefined && status >= 400) bridge.post({ type: 'missing', node, status });
    else bridge.post({ type: 'loaded', node });
  });
}

/** The activity has gone back to where it was launched from; what came of it is asked for at once. */
function returned({ bridge, journal, node }: Frame): void {
  journal?.sender.wake();
  if (node !== undefined) bridge.post({ type: 'returned', node });
}

async function unload(frame: Frame): Promise<void> {
  const { bridge, journal, stage } = frame;
  if (journal === undefined) return;
  bridge.post({ type: 'unloading' });
  await stage.clear();
  frame.live?.close();
  delete frame.live;
  const { writer } = journal;
  await journal.sender.flushed();
  bridge.post({ type: 'unloaded', writer });
}
