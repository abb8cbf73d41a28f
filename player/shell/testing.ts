/** Views for tests: a node or a session with only what matters spelled out. */
import type { LaunchResponse, NodeView, SessionView } from '../../domain/session/contract.ts';

export const node = (id: string, changed: Partial<NodeView> = {}): NodeView => ({
  id,
  kind: 'sco',
  title: id,
  visible: true,
  completion: 'not attempted',
  success: 'unknown',
  selectable: true,
  children: [],
  ...changed,
});

export const view = (changed: Partial<SessionView> = {}): SessionView => ({
  id: 's1',
  registration: 'r1',
  packageId: 'p1',
  title: 'Golf',
  learner: { id: 'l1', name: 'Ada Lee' },
  state: 'active',
  cursor: { schemaVersion: 1, version: 0, current: null },
  completion: 'incomplete',
  success: 'unknown',
  totalSeconds: 0,
  controls: { continue: true, previous: true, exit: true },
  nodes: [node('a', { title: 'First' }), node('b', { title: 'Second' })],
  version: 1,
  ...changed,
});

export const launched = (changed: Partial<SessionView> = {}): LaunchResponse => ({
  launch: 'lch1',
  sessionToken: 'session-token',
  sessionTokenExpiresAt: '2026-11-22T00:00:00Z',
  journalToken: 'journal-token',
  frameUrl: 'https://p1.shell.example/.lectern/frame',
  contentOrigin: 'https://p1.shell.example',
  serverTime: '2026-11-21T12:00:07Z',
  view: view(changed),
});
