import { hash53 } from '../../kernel/hash53.ts';

/**
 * The logs of a tenant's store. A tenant begins with one; more are added and none is ever taken away, because a batch
 * stays where it was written. `epoch` rises with every change.
 */
export interface Layout {
  readonly epoch: number;
  /** Logs in use, from 0 (the founding log) on. */
  readonly logs: number;
  /** Logs that take no further batches. */
  readonly full: readonly number[];
}

export const ONE_LOG: Layout = { epoch: 1, logs: 1, full: [] };

/** Every page of a query asks every log; 64 of them hold more than a billion statements. */
export const MAX_LOGS = 64;

/**
 * Objects that know where an id lies when there are several logs. Their number is fixed for ever, so that growing moves
 * no id; sixteen take ten times what one log takes.
 */
export const ID_SLOTS = 16;

/** The founding log bears the tenant's name alone: it was there before there were others. */
export const logName = (tenant: string, log: number): string => (log === 0 ? tenant : `${tenant}-log-${log}`);

export const slotName = (tenant: string, slot: number): string => `${tenant}-ids-${slot}`;

/** [SHD-1] Where an id is claimed, by a hash: ids of versions 1 and 7 share most of their bits. */
export const slotOf = (id: string): number => hash53(id.toLowerCase()) % ID_SLOTS;

/** [SHD-2] More logs than before; the layout as it is when there are as many already. */
export const grown = (layout: Layout, logs: number): Layout =>
  logs <= layout.logs ? layout : { ...layout, epoch: layout.epoch + 1, logs: Math.min(logs, MAX_LOGS) };

/** [SHD-3] A log that is full takes no more; when that leaves none, as many again are added, up to `MAX_LOGS`. */
export function withFull(layout: Layout, log: number): Layout {
  if (layout.full.includes(log)) return layout;
  const full = [...layout.full, log].sort((a, b) => a - b);
  const next = { ...layout, epoch: layout.epoch + 1, full };
  return full.length < layout.logs ? next : grown(next, layout.logs * 2);
}

/**
 * [SHD-4] The log that a batch is written to: any that is not full, by the claim's id, so that batches spread. When all
 * are full and no more may be added the newest goes on: refusing statements helps nobody.
 */
export function homeOf({ logs, full }: Layout, claim: string): number {
  const open = Array.from({ length: logs }, (_, log) => log).filter((log) => !full.includes(log));
  return open[hash53(claim) % open.length] ?? logs - 1;
}

/** The number of a log, by its name. */
export const logNumber = (tenant: string, name: string): number =>
  name === tenant ? 0 : Number(name.slice(`${tenant}-log-`.length));
