/** What a session keeps of an activity of cmi5 or xAPI. Replaced whole, never changed in place. */
import type { AuRecord, AuSession } from '../../runtime/cmi5/session.ts';
import type { Said } from '../../runtime/crossing/index.ts';

export type AuData =
  | {
      readonly standard: 'cmi5';
      /** The cursor's version that launched it: a launch asked for again is the same. */
      readonly move: number;
      readonly record: AuRecord;
      readonly session: AuSession;
    }
  | {
      readonly standard: 'xapi';
      readonly move: number;
      /** One for all launches: an xAPI launch has no end of its own. */
      readonly session: { readonly id: string };
      readonly said: Said;
      /** It has told anything at all. */
      readonly heard: boolean;
    };
