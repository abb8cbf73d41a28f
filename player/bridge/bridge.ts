/** One end of the channel between shell and runtime frame, over `postMessage`. */

/** Raises when the messages change incompatibly; an end ignores what speaks another version. */
const VERSION = 1;

interface Envelope {
  readonly lectern: typeof VERSION;
  readonly nonce: string;
  readonly message: { readonly type: string };
}

/** The window that this end lives in, as far as the bridge needs it. */
export interface OwnWindow {
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
  removeEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
}

export interface BridgeOptions<In extends { type: string }> {
  readonly own: OwnWindow;
  /** The other end's window: only messages from this very window are heard. */
  readonly peer: Pick<Window, 'postMessage'>;
  /** Exact origin of the other end; never `*`. */
  readonly peerOrigin: string;
  /** Random per launch, known to both ends only. */
  readonly nonce: string;
  /** The message types that this end understands; others are ignored. */
  readonly understands: readonly In['type'][];
  receive(message: In): void;
}

export interface Bridge<Out> {
  post(message: Out): void;
  close(): void;
}

/** Opens this end. Whatever comes from another origin, another window or with another nonce is as if it had not come. */
export function openBridge<In extends { type: string }, Out extends { type: string }>(
  options: BridgeOptions<In>,
): Bridge<Out> {
  const listener = (event: MessageEvent): void => {
    const message = accept(event, options);
    if (message !== undefined) options.receive(message as In);
  };
  options.own.addEventListener('message', listener);
  return {
    post(message) {
      const envelope: Envelope = { lectern: VERSION, nonce: options.nonce, message };
      options.peer.postMessage(envelope, options.peerOrigin);
    },
    close: () => options.own.removeEventListener('message', listener),
  };
}

function accept(
  event: Pick<MessageEvent, 'origin' | 'source' | 'data'>,
  expected: { peer: unknown; peerOrigin: string; nonce: string; understands: readonly string[] },
): { type: string } | undefined {
  if (event.origin !== expected.peerOrigin || event.source !== expected.peer) return undefined;
  const data = event.data as Partial<Envelope> | null;
  if (typeof data !== 'object' || data === null || data.lectern !== VERSION) return undefined;
  if (data.nonce !== expected.nonce || typeof data.message?.type !== 'string') return undefined;
  return expected.understands.includes(data.message.type) ? data.message : undefined;
}
