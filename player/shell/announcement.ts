import type { SavedState } from '../bridge/messages.ts';
import { t } from './messages.ts';

const TROUBLE: Partial<Record<SavedState, string>> = { device: t.savedOnDevice, unsaved: t.notSaved };

/** What a screen reader should hear about saving when the state goes from `before` to `now`; empty: nothing. */
export function announcement(before: SavedState, now: SavedState): string {
  const trouble = TROUBLE[now];
  if (trouble !== undefined) return now === before ? '' : trouble;
  return TROUBLE[before] === undefined ? '' : t.saved;
}
