import type { AssetIndex, AssetSource } from '../domain/bundle/asset-index.ts';
import { plainAssetSource } from '../domain/bundle/plain-source.ts';
import type { Inspected } from '../domain/package/inspect.ts';
import type { PlayPackageManifest } from '../domain/package/manifest.ts';
import { readManifest } from '../domain/package/read-manifest.ts';
import { packageKeys, packagePrefix } from './keys.ts';

/** Keys R2 deletes in one request. */
const DELETE_BATCH = 1000;

async function readJson<T>(bucket: R2Bucket, key: string): Promise<T | null> {
  const object = await bucket.get(key);
  return object === null ? null : object.json<T>();
}

async function writeJson(bucket: R2Bucket, key: string, value: unknown): Promise<void> {
  await bucket.put(key, JSON.stringify(value), { httpMetadata: { contentType: 'application/json' } });
}

/** Null: there is no such package, or it is not built yet. */
export const readAssetIndex = (bucket: R2Bucket, tenant: string, packageId: string): Promise<AssetIndex | null> =>
  readJson(bucket, packageKeys(tenant, packageId).index);

export const writeAssetIndex = (
  bucket: R2Bucket,
  tenant: string,
  packageId: string,
  index: AssetIndex,
): Promise<void> => writeJson(bucket, packageKeys(tenant, packageId).index, index);

/** A manifest as it is stored, with members that are not known here, and as it is read. */
export interface StoredManifest {
  readonly json: Readonly<Record<string, unknown>>;
  readonly manifest: PlayPackageManifest;
}

/** What the steps of a build behind the first need of it, so that a manifest is parsed once. */
export type Inspection = Pick<Inspected, 'root' | 'report'>;

/** Null: the original was not inspected yet. */
export const readInspection = (bucket: R2Bucket, tenant: string, packageId: string): Promise<Inspection | null> =>
  readJson(bucket, packageKeys(tenant, packageId).inspection);

export const writeInspection = (
  bucket: R2Bucket,
  tenant: string,
  packageId: string,
  { root, report }: Inspection,
): Promise<void> => writeJson(bucket, packageKeys(tenant, packageId).inspection, { root, report });

/** Of any version that was ever published. Throws when what lies there is no manifest: only a build writes it. */
export async function readStoredManifest(
  bucket: R2Bucket,
  tenant: string,
  packageId: string,
): Promise<StoredManifest | null> {
  const key = packageKeys(tenant, packageId).manifest;
  const json = await readJson<StoredManifest['json']>(bucket, key);
  if (json === null) return null;
  const manifest = readManifest(json);
  if (!manifest.ok) throw new Error(`${key} is no manifest: ${manifest.error.detail} ${manifest.error.where}`);
  return { json, manifest: manifest.value };
}

export const readPackageManifest = async (
  bucket: R2Bucket,
  tenant: string,
  packageId: string,
): Promise<PlayPackageManifest | null> => (await readStoredManifest(bucket, tenant, packageId))?.manifest ?? null;

export const writePackageManifest = (
  bucket: R2Bucket,
  tenant: string,
  packageId: string,
  manifest: PlayPackageManifest,
): Promise<void> => writeJson(bucket, packageKeys(tenant, packageId).manifest, manifest);

/** Files of a built package by path. A read throws when the container is gone. */
export function packageAssets(bucket: R2Bucket, containerKey: string, index: AssetIndex): AssetSource {
  return plainAssetSource(index, async (start, end) => {
    const object = await bucket.get(containerKey, { range: { offset: start, length: end - start } });
    if (object === null) throw new Error(`container is gone: ${containerKey}`);
    return object.body;
  });
}

/** Erases everything of a package; one that is gone already is fine. */
export const deletePackage = (bucket: R2Bucket, tenant: string, packageId: string): Promise<void> =>
  deletePrefix(bucket, packagePrefix(tenant, packageId));

/** Erases every object whose key begins so. */
export async function deletePrefix(bucket: R2Bucket, prefix: string): Promise<void> {
  for (;;) {
    const page = await bucket.list({ prefix, limit: DELETE_BATCH });
    if (page.objects.length > 0) await bucket.delete(page.objects.map((object) => object.key));
    if (!page.truncated) return;
  }
}
