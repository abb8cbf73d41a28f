import { expect, it } from 'vitest';
import { decodeBlockIndex } from '../../domain/statement/index/block-index.ts';
import { decodeSegment } from '../../domain/statement/segment.ts';
import { type SegmentName, SegmentStore } from '../../r2/segment-store.ts';
import {
  BareLog,
  list,
  numberOf,
  onStorage,
  plain,
  range,
  requestOf,
  SMALL,
  segmentsBucket,
  uuid,
} from './log.testing.ts';
import { openLog } from './log.ts';

/** Texts that hardly compress, so that a few make a segment. */
const long = (n: number) => plain(n, { result: { response: crypto.randomUUID().repeat(20) + n } });

async function sealAll(bare: BareLog): Promise<number> {
  let segments = 0;
  while (await bare.log.sealer.step()) segments++;
  return segments;
}

it('[SEAL-3] seals only what is old and indexed, and never more than is above the limit', () =>
  onStorage(async (storage) => {
    const bare = new BareLog(storage, SMALL);
    for (const n of range(1, 30)) await bare.append(requestOf([long(n)]));
    const { log } = bare;
    expect(log.sealer.isDue).toBe(true);
    expect(await sealAll(bare)).toBeGreaterThan(1);
    const { last } = log.blocks.sealed();
    expect(last).toBeLessThanOrEqual(log.index.lastInRuns);
    expect(log.blocks.hotBytes).toBeGreaterThanOrEqual(0);
    const hot = log.blocks.hotBytes;
    bare.reopen();
    expect(bare.log.blocks.hotBytes).toBe(hot);
    for (const n of range(1, 30)) expect(await bare.log.reader.one(uuid(n), false)).toContain(uuid(n));
    const again = await bare.append(requestOf([plain(1)]));
    expect(again).toMatchObject([{ problem: { code: 'statement_conflict' } }]);
  }));

it('[SEAL-4] whoever is killed between object and rows writes the same again; the segment tells everything of its blocks', () =>
  onStorage(async (storage) => {
    const bare = new BareLog(storage, SMALL);
    for (const n of range(1, 12)) await bare.append(requestOf([long(n)]));
    const written: Uint8Array[] = [];
    class Killed extends SegmentStore {
      override async put(name: SegmentName, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
        await super.put(name, bytes);
        written.push(bytes);
        if (written.length === 1) throw new Error('killed');
      }
    }
    const segments = new Killed(segmentsBucket, 'killed');
    const options = { limits: SMALL, sealLimits: { hotBytes: 0, segmentBytes: 1000 }, segments: () => segments };
    await expect(openLog(storage, options).sealer.step()).rejects.toThrow('killed');
    const log = openLog(storage, options);
    expect(log.blocks.sealed()).toEqual({ segments: 0, last: 0 });
    expect(await log.sealer.step()).toBe(true);
    expect(written[1]).toEqual(written[0]);
    const { header, blocks } = decodeSegment(written[0]!);
    expect(header).toMatchObject({ log: 'demo', first: 1, count: log.blocks.sealed().last });
    expect(decodeBlockIndex(blocks[0]!.entries).ids.length).toBe(16 * blocks[0]!.count);
  }));

it('[SEAL-6] a page reads what is sealed several blocks at a time, each once', () =>
  onStorage(async (storage) => {
    const bare = new BareLog(storage, SMALL);
    for (const n of range(1, 30)) await bare.append(requestOf([long(n)]));
    await sealAll(bare);
    let [open, most, reads] = [0, 0, 0];
    const segments = new SegmentStore(segmentsBucket, bare.tenant);
    const watched = Object.assign(Object.create(segments) as SegmentStore, {
      async range(name: SegmentName, at: { offset: number; length: number }) {
        most = Math.max(most, ++open);
        reads++;
        const bytes = await segments.range(name, at);
        open--;
        return bytes;
      },
    });
    const log = openLog(storage, { limits: SMALL, segments: () => watched });
    const { found } = await log.reader.page({ query: list({ ascending: 'true', limit: '12' }) }, log.writer.end.seq);
    expect(found.map(({ text }) => numberOf(text))).toEqual(range(1, 12));
    expect([most, reads]).toEqual([6, 13]);
  }));

it('[SEAL-5] a segment that is lost is an error that names it, and no empty answer', () =>
  onStorage(async (storage) => {
    const bare = new BareLog(storage, SMALL);
    for (const n of range(1, 12)) await bare.append(requestOf([long(n)]));
    await sealAll(bare);
    const lost = new SegmentStore(segmentsBucket, 'nobody');
    const log = openLog(storage, { limits: SMALL, segments: () => lost });
    await expect(log.reader.one(uuid(1), false)).rejects.toThrow('nobody/segments/demo/0000000000000001-g1');
    await expect(openLog(storage).reader.one(uuid(1), false)).rejects.toThrow('cannot be reached');
  }));
