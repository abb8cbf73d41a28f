import type { SegmentName } from '../../r2/segment-store.ts';
import { BlockStore, type ReadSealed } from './block-store.ts';
import { Corrections } from './corrections.ts';
import { DefinitionTable } from './definitions.ts';
import { IdentityRow } from './identity-row.ts';
import { LinkStore } from './link-store.ts';
import { INDEX_LIMITS, type IndexLimits, LogIndex } from './log-index.ts';
import { type FindElsewhere, LogReader } from './log-reader.ts';
import { LogWriter } from './log-writer.ts';
import { Neighbours } from './neighbours.ts';
import { ProjectedRows } from './projected-rows.ts';
import { Readings } from './readings.ts';
import { SCHEMA } from './schema.ts';
import { SEAL_LIMITS, Sealer, type SealLimits, type SegmentsOf } from './sealer.ts';
import { LogSql, type LogStorage } from './sql.ts';
import { Texts } from './texts.ts';

/** The parts of a log, on whatever storage. */
export interface Log {
  readonly sql: LogSql;
  readonly blocks: BlockStore;
  readonly texts: Texts;
  readonly index: LogIndex;
  readonly links: LinkStore;
  readonly definitions: DefinitionTable;
  readonly identity: IdentityRow;
  readonly neighbours: Neighbours;
  readonly projected: ProjectedRows;
  readonly corrections: Corrections;
  readonly readings: Readings;
  readonly writer: LogWriter;
  readonly reader: LogReader;
  readonly sealer: Sealer;
}

export interface LogOptions {
  /** Tests make them small, so that much happens with few statements. */
  readonly limits?: IndexLimits;
  readonly sealLimits?: SealLimits;
  /** Where sealed segments are; without it nothing is sealed. */
  readonly segments?: SegmentsOf;
  /** For a tenant with several logs. */
  readonly elsewhere?: FindElsewhere;
}

/** Opens a log, or makes a new one. */
export function openLog(
  storage: LogStorage,
  { limits = INDEX_LIMITS, sealLimits = SEAL_LIMITS, elsewhere = nowhere, segments = noSegments }: LogOptions = {},
): Log {
  const sql = new LogSql(storage);
  sql.exec(SCHEMA);
  const identity = new IdentityRow(sql);
  const blocks = new BlockStore(sql, (segment, range) => readSealed(identity, segments, { segment, range }));
  const texts = new Texts(blocks);
  const links = new LinkStore(sql);
  const index = new LogIndex(sql, links, limits);
  const definitions = new DefinitionTable(sql);
  const neighbours = new Neighbours(sql);
  const projected = new ProjectedRows(sql);
  const corrections = new Corrections({ sql, index, blocks });
  const readings = new Readings({ blocks, texts, links, identity });
  const parts = {
    sql,
    blocks,
    texts,
    index,
    links,
    definitions,
    identity,
    neighbours,
    projected,
    corrections,
    readings,
  };
  return {
    ...parts,
    writer: new LogWriter(parts),
    reader: new LogReader(parts, elsewhere),
    sealer: new Sealer(parts, sealLimits, segments),
  };
}

type Sealed = { readonly segment: Omit<SegmentName, 'log'>; readonly range: Parameters<ReadSealed>[1] };

async function readSealed(
  identity: IdentityRow,
  segments: SegmentsOf,
  { segment, range }: Sealed,
): Promise<Uint8Array> {
  const known = identity.read();
  const store = segments(known);
  if (store === undefined) throw new Error(`segment ${segment.first} cannot be reached`);
  return store.range({ log: known!.log, ...segment }, range);
}

const noSegments: SegmentsOf = () => undefined;

const nowhere: FindElsewhere = () => Promise.resolve(undefined);
