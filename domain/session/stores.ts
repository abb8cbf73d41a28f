/**
 * Stores that the SCOs of a SCORM 2004 course share (`adlcp:data`; SN 4th Edition, 4.3). Each SCO has its own copy; the
 * session notes whose is the latest. They are this session's, also where the manifest wants them for all courses.
 */
import { bytesAfter, jsonBytes, putValue } from '../runtime/element-store.ts';
import type { Runtime } from '../runtime/sco.ts';
import { nodeOf, type SessionData } from './data.ts';
import type { PlayableNode } from './tree.ts';

/**
 * Puts what others have written last into a run-time that is about to be opened, as far as it has room for `bytesMax`: a
 * store that is copied into every part must not make the session too large to be held.
 */
export function fillStores(
  data: SessionData,
  { standard, state }: Runtime,
  { node, bytesMax }: { node: PlayableNode; bytesMax: number },
): void {
  if (standard !== 'scorm2004') return;
  for (const [index, { id, read }] of (state.given.stores ?? []).entries()) {
    const value = read && data.stores?.[id] !== node.id ? latest(data, id) : undefined;
    const name = `adl.data.${index}.store`;
    if (value === undefined) continue;
    if (bytesAfter(state, { name, steps: [], valueBytes: jsonBytes(value) }) <= bytesMax) putValue(state, name, value);
  }
}

function latest(data: SessionData, store: string): string | undefined {
  const { stores = {} } = data;
  if (!Object.hasOwn(stores, store)) return undefined;
  const writer = nodeOf(data, stores[store]!)?.runtime;
  if (writer?.standard !== 'scorm2004') return undefined;
  const index = writer.state.given.stores?.findIndex(({ id }) => id === store) ?? -1;
  return writer.state.values[`adl.data.${index}.store`];
}

/** A SCO wrote in one of its stores. */
export function noteStore(data: SessionData, node: PlayableNode, element: string): void {
  const [, index] = /^adl\.data\.(\d+)\.store$/.exec(element) ?? [];
  const store = index === undefined ? undefined : node.scorm2004?.data?.[Number(index)]?.targetId;
  if (store !== undefined) data.stores = { ...data.stores, [store]: node.id };
}
