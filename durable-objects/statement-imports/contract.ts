import type { ImportJob, Phase } from '../../domain/statement/bulk/job.ts';
import type { Line } from '../../domain/statement/bulk/reader.ts';
import type { LineReport } from '../../domain/statement/bulk/record.ts';

/** A part of a file that is there. */
export interface StoredImportPart {
  readonly part: number;
  readonly etag: string;
  readonly bytes: number;
}

/** A line that was not stored, by its number. */
export interface RefusedLine extends LineReport {
  readonly line: number;
}

export interface JobPage {
  /** Only jobs that were made before this one. */
  readonly before?: string;
  readonly limit: number;
}

export interface ReportPage {
  /** Only lines behind this one. */
  readonly after: number;
  readonly limit: number;
}

/** Lines of a job that are to be checked or stored, and what the file has of their attachments. */
export interface Work {
  readonly job: ImportJob;
  readonly phase: Phase;
  readonly lines: readonly Line[];
  readonly contents: ContentFiles;
  /** Told when the store is busy and the work waits. */
  readonly onWait: (until: Date) => void;
}

/** The contents of attachments that came with a file. */
export interface ContentFiles {
  has(sha2: string): boolean;
  /** Throws a `Refusal` when the file is damaged there. */
  read(sha2: string): AsyncIterable<Uint8Array>;
}

/** What became of the lines: those that are not told as refused were new or there before. */
export interface WorkDone {
  readonly stored: number;
  readonly existing: number;
  readonly refused: readonly RefusedLine[];
}
