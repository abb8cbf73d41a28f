import { describe, expect, it, vi } from 'vitest';
import { type OwnWindow, openBridge } from './bridge.ts';

type In = { type: 'hello'; n?: number } | { type: 'bye' };
const SHELL = 'https://shell.example';

function setup() {
  let listener: ((event: MessageEvent) => void) | undefined;
  const own: OwnWindow = {
    addEventListener: (_type, added) => {
      listener = added;
    },
    removeEventListener: (_type, removed) => {
      if (listener === removed) listener = undefined;
    },
  };
  const peer = { postMessage: vi.fn() };
  const receive = vi.fn();
  const bridge = openBridge<In, { type: 'load'; at: string }>({
    own,
    peer,
    peerOrigin: SHELL,
    nonce: 'n1',
    understands: ['hello', 'bye'],
    receive,
  });
  const good = { origin: SHELL, source: peer, data: { lectern: 1, nonce: 'n1', message: { type: 'hello', n: 3 } } };
  const deliver = (changed: object = {}) => listener?.({ ...good, ...changed } as unknown as MessageEvent);
  const listening = () => listener !== undefined;
  return { bridge, peer, receive, good, deliver, listening };
}

describe('bridge', () => {
  it('[BRG-1] a message from the peer with the nonce arrives', () => {
    const { receive, deliver } = setup();
    deliver();
    expect(receive.mock.calls).toEqual([[{ type: 'hello', n: 3 }]]);
  });

  it.each([
    ['another origin', { origin: 'https://shell.example.evil' }],
    ['another port', { origin: `${SHELL}:8443` }],
    ['an opaque origin', { origin: 'null' }],
    ['another window', { source: {} }],
    ['no window', { source: null }],
    ['another nonce', { data: { lectern: 1, nonce: 'n2', message: { type: 'hello' } } }],
    ['no nonce', { data: { lectern: 1, message: { type: 'hello' } } }],
    ['another version', { data: { lectern: 2, nonce: 'n1', message: { type: 'hello' } } }],
    ['an unknown type', { data: { lectern: 1, nonce: 'n1', message: { type: 'eval' } } }],
    ['a type that is no string', { data: { lectern: 1, nonce: 'n1', message: { type: ['hello'] } } }],
    ['no message', { data: { lectern: 1, nonce: 'n1' } }],
    ['a string', { data: 'hello' }],
    ['null', { data: null }],
    ['nothing', { data: undefined }],
  ])('[BRG-2] a message with %s is ignored', (_what, changed) => {
    const { receive, deliver } = setup();
    deliver(changed);
    expect(receive).not.toHaveBeenCalled();
  });

  it('[BRG-3] what is sent goes to the exact origin and carries the nonce', () => {
    const { bridge, peer } = setup();
    bridge.post({ type: 'load', at: '/x' });
    expect(peer.postMessage.mock.calls).toEqual([
      [{ lectern: 1, nonce: 'n1', message: { type: 'load', at: '/x' } }, SHELL],
    ]);
  });

  it('[BRG-4] a closed end hears nothing', () => {
    const { bridge, receive, deliver, listening } = setup();
    bridge.close();
    deliver();
    expect(receive).not.toHaveBeenCalled();
    expect(listening()).toBe(false);
  });
});
