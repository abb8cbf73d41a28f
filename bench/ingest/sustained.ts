import type { Measurement, Subject } from '../subject.ts';
import type { Cell, Settings } from './settings.ts';

/** How a shard is filled when only its being full counts. */
const FILL: Cell = { batch: 500, connections: 8 };

export interface Sustained {
  readonly cell: Cell;
  /** Statements that the shard had before. */
  readonly stored: number;
  readonly measured: Measurement;
}

/** What one shard bears for a minute: a fresh one, and one that has its millions. */
export async function sustain(settings: Settings, shard: Subject): Promise<Sustained[]> {
  const { warmUpSeconds, sustainedSeconds: seconds, sustained: cells } = settings;
  const runs: Sustained[] = [];
  const run = async () => {
    for (const cell of cells) {
      const { stored } = shard;
      runs.push({ cell, stored, measured: await shard.measure({ ...cell, until: { warmUpSeconds, seconds } }) });
    }
  };
  await run();
  const missing = settings.stored - shard.stored;
  if (cells.length > 0 && missing > 0) {
    console.error(`Filling one shard with ${missing} statements …`);
    await shard.measure({ ...FILL, until: { statements: missing } });
  }
  if (cells.length > 0) await run();
  return runs;
}
