import { t } from '../messages.ts';
import type { StatementImport } from '../wire.ts';

export const isOpen = ({ finishedAt }: Pick<StatementImport, 'finishedAt'>): boolean => finishedAt === null;

/** How far an import that runs is: 0 to 1 over the phases that it has. */
export function shareOf({ bytes, bytesDone, strict, phase }: StatementImport): number {
  const within = bytes === 0 ? 0 : bytesDone / bytes;
  if (!strict) return within;
  return phase === 'store' ? 0.5 + within / 2 : within / 2;
}

/** What it does at the moment, in words. */
export function doing(it: StatementImport): string {
  if (it.state === 'receiving') return t.transfer.receiving;
  if (it.state === 'queued') return t.transfer.queued;
  if (it.waitingUntil !== null) return t.transfer.waiting;
  return it.phase === 'check' ? t.transfer.checking(it.lines) : t.transfer.storing(it.lines);
}
