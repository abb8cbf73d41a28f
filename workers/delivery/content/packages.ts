import type { AssetEntry, AssetIndex, AssetSource } from '../../../domain/bundle/asset-index.ts';
import { findAsset } from '../../../domain/bundle/asset-index.ts';
import { type StructureNode, walk } from '../../../domain/package/manifest.ts';
import { packageAssets } from '../../../r2/package-store.ts';
import { regional } from '../../shared/regions.ts';
import { type ApiRpc, type PackageRecord, rpcOf } from '../../shared/rpc.ts';
import { ByteLru } from './lru.ts';

/** How long a package's record is believed: a package that is withdrawn is served no longer than this. */
export const RECORD_SECONDS = 30;
/** Records remembered per isolate: each is a few hundred bytes. */
const RECORD_BYTES = 1024 * 1024;
const BYTES_A_RECORD = 512;
/** Path indexes remembered per isolate, as JSON; in memory they take about three times as much of its 128 MB. */
export const INDEX_BYTES = 16 * 1024 * 1024;

/** A package as the content origin serves it. */
export interface ServedPackage {
  readonly source: AssetSource;
  /** The entry that a requested path means, with the path it really has; undefined: there is none. */
  find(path: string): { readonly path: string; readonly entry: AssetEntry } | undefined;
}

/** What the content origin keeps of a package's record. */
interface ServedRecord {
  readonly until: number;
  readonly region: PackageRecord['region'];
  readonly containerKey: string;
  readonly indexKey: string;
  /** Outside origins that the manifest itself launches. */
  readonly frames: readonly string[];
  /** Path of the course's logo in the package. */
  readonly logo: string | undefined;
}

const records = new ByteLru<ServedRecord>(RECORD_BYTES);
const indexes = new ByteLru<PathIndex>(INDEX_BYTES);

/** The record of a package that can be played now; undefined: there is none in this tenant, or it is not served. */
export async function servedRecord(
  env: DeliveryEnv,
  tenant: string,
  packageId: string,
): Promise<ServedRecord | undefined> {
  const known = records.get(packageId);
  if (known !== undefined && known.until > Date.now()) return known;
  const record = await rpcOf<ApiRpc>(env.API).package(tenant, packageId);
  records.delete(packageId);
  if (record === null || record.state !== 'built') return undefined;
  const { region, containerKey, indexKey, manifest } = record;
  const until = Date.now() + RECORD_SECONDS * 1000;
  const served = {
    until,
    region,
    containerKey,
    indexKey,
    frames: launchedOrigins(manifest.structure),
    logo: manifest.branding?.logo,
  };
  records.set(packageId, served, BYTES_A_RECORD);
  return served;
}

/** Opens the files of a package. Throws when its container or index is gone from the bucket: they are written together. */
export async function openPackage(env: DeliveryEnv, record: ServedRecord): Promise<ServedPackage> {
  const bucket = regional<R2Bucket>(env, 'PACKAGES', record.region);
  const index = indexes.get(record.indexKey) ?? (await loadIndex(bucket, record.indexKey));
  const source = packageAssets(bucket, record.containerKey, index.assets);
  return { source, find: (path) => index.find(path) };
}

async function loadIndex(bucket: R2Bucket, key: string): Promise<PathIndex> {
  const found = await bucket.get(key);
  if (found === null) throw new Error(`no path index at ${key}`);
  const text = await found.text();
  const index = new PathIndex(JSON.parse(text) as AssetIndex);
  indexes.set(key, index, text.length);
  return index;
}

/** Finds entries as written, else without regard to case and Unicode form, as long as that is not ambiguous. */
class PathIndex {
  readonly assets: AssetIndex;
  #folded: Map<string, string | null> | undefined;

  constructor(assets: AssetIndex) {
    this.assets = assets;
  }

  find(path: string): { path: string; entry: AssetEntry } | undefined {
    const exact = findAsset(this.assets, path);
    if (exact !== undefined) return { path, entry: exact };
    // Courses written on Windows or macOS link with other cases and Unicode forms than their archive has.
    this.#folded ??= foldedPaths(Object.keys(this.assets.entries));
    const meant = this.#folded.get(fold(path)) ?? undefined;
    const entry = meant === undefined ? undefined : findAsset(this.assets, meant);
    return meant === undefined || entry === undefined ? undefined : { path: meant, entry };
  }
}

const fold = (path: string): string => path.normalize('NFC').toLowerCase();

/** Folded path → path; null where two paths differ only by case. */
function foldedPaths(paths: readonly string[]): Map<string, string | null> {
  const out = new Map<string, string | null>();
  for (const path of paths) out.set(fold(path), out.has(fold(path)) ? null : path);
  return out;
}

/** Origins of absolute launch addresses, for the frames' policies. */
function launchedOrigins(structure: readonly StructureNode[]): string[] {
  const out = new Set<string>();
  for (const node of walk(structure)) {
    const path = node.launch?.path ?? '';
    if (/^https?:\/\//i.test(path) && URL.canParse(path)) out.add(new URL(path).origin);
  }
  return [...out];
}
