/**
 * Every key in the buckets of a region. Keys begin with the tenant, so that a tenant can be listed, moved and
 * erased by one prefix; they never name a region, because tenants migrate.
 */

/** Prefix of everything that belongs to a package, from the first byte of its upload on. */
export const packagePrefix = (tenant: string, packageId: string): string => `${tenant}/packages/${packageId}/`;

/** The content of an attachment in the attachments bucket of a region: once a tenant, however many statements declare it. */
export const attachmentKey = (tenant: string, sha2: string): string => `${tenant}/attachments/${sha2}`;

export interface ExportKeys {
  /** The file that is downloaded. */
  readonly archive: string;
  /** Where every file of it comes from (`ArchiveFile[]` as JSON), while it is being written. */
  readonly plan: string;
  /** The files that were made for it, one after the other, while it is being written. */
  readonly made: string;
}

/** Prefix of everything that belongs to an export. */
export const exportPrefix = (tenant: string, exportId: string): string => `${tenant}/exports/${exportId}/`;

export function exportKeys(tenant: string, exportId: string): ExportKeys {
  const prefix = exportPrefix(tenant, exportId);
  return { archive: `${prefix}archive.zip`, plan: `${prefix}plan.json`, made: `${prefix}made.bin` };
}

/** A file of statements that is being imported; in the attachments bucket, because the same Worker reads it. */
export const statementImportKey = (tenant: string, importId: string): string =>
  `${tenant}/statement-imports/${importId}`;

/** A sealed segment of a statement log: its first statement with 16 digits, so that keys list in order. */
export const segmentKey = (
  tenant: string,
  { log, first, generation }: { readonly log: string; readonly first: number; readonly generation: number },
): string => `${tenant}/segments/${log}/${String(first).padStart(16, '0')}-g${generation}`;

export interface PackageKeys {
  /** All files of the version in one object. */
  readonly container: string;
  /** `AssetIndex` as JSON. */
  readonly index: string;
  /** `PlayPackageManifest` as JSON. */
  readonly manifest: string;
  /** The archive as it was sent. */
  readonly original: string;
  /** Bytes of an upload by tus that fill no part yet. */
  readonly tail: string;
  /** What inspecting the original found, for the other steps of its build. */
  readonly inspection: string;
  /** The upload and its `BuildCheckpoint` as JSON, while the container is being written. */
  readonly checkpoint: string;
}

export function packageKeys(tenant: string, packageId: string): PackageKeys {
  const prefix = packagePrefix(tenant, packageId);
  return {
    container: `${prefix}container.zip`,
    index: `${prefix}index.json`,
    manifest: `${prefix}manifest.json`,
    original: `${prefix}original.zip`,
    tail: `${prefix}tail.bin`,
    inspection: `${prefix}inspection.json`,
    checkpoint: `${prefix}checkpoint.json`,
  };
}
