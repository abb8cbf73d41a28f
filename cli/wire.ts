/** What the API answers, as far as commands read it. */
import type { ExportReport } from '../domain/package/export/report.ts';
import type { Playable } from '../domain/package/playable.ts';
import type { ImportReport } from '../domain/package/report.ts';

export interface ImportStep {
  readonly title: string;
  readonly state: 'waiting' | 'running' | 'done' | 'failed';
  readonly done: number;
  /** 0 while it is not known. */
  readonly total: number;
}

export interface Import {
  readonly id: string;
  readonly state: 'queued' | 'running' | 'built' | 'failed';
  readonly filename: string;
  readonly steps: readonly ImportStep[];
  readonly packageId: string | null;
  readonly report: ImportReport | null;
  readonly finishedAt: string | null;
  readonly repairedCopy: { readonly exports: string; readonly format: string; readonly formatVersion: string } | null;
}

/** What a dry run says. */
export interface Inspection {
  readonly report: ImportReport;
  readonly course: { readonly title: string; readonly format: string } | null;
  readonly filesRead: boolean;
}

export interface Package {
  readonly id: string;
  readonly title: string;
  readonly state: string;
  readonly archivedAt: string | null;
  readonly format: string;
  readonly playable: Playable;
  readonly createdAt: string;
}

export interface Export {
  readonly id: string;
  readonly state: 'queued' | 'running' | 'done' | 'failed';
  readonly format: string;
  readonly formatVersion: string;
  readonly filename: string;
  /** Bytes; 0 of 0 while it is planned. */
  readonly progress: { readonly done: number; readonly total: number };
  readonly download: string | null;
  readonly problem: string | null;
  readonly report: ExportReport | null;
  readonly finishedAt: string | null;
}

export interface Learner {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
}

export interface PlaySession {
  readonly id: string;
  readonly registration: string;
  readonly launchUrl: string;
}

export interface Credential {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly state: 'active' | 'withdrawn';
  readonly earlierSecretsUntil: string | null;
  readonly lastUsedAt: string | null;
}

export interface IssuedCredential extends Credential {
  readonly issued: { readonly key: string; readonly secret: string } | { readonly token: string };
}

export interface Issuer {
  readonly id: string;
  readonly name: string;
  readonly issuer: string;
  readonly audience: string;
  readonly state: 'active' | 'withdrawn';
  readonly keys: readonly unknown[];
  readonly keysError: string | null;
  readonly lastUsedAt: string | null;
}

export interface Me {
  readonly homePage: string;
}

export interface StatementImport {
  readonly id: string;
  readonly state: 'receiving' | 'queued' | 'running' | 'done' | 'failed' | 'cancelled';
  readonly phase: 'check' | 'store' | null;
  readonly filename: string;
  readonly bytes: number;
  readonly bytesDone: number;
  readonly lines: number;
  readonly stored: number;
  readonly existing: number;
  readonly refused: number;
  readonly waitingUntil: string | null;
  readonly failure: { readonly code: string; readonly detail: string; readonly remedy: string } | null;
  readonly upload: { readonly partBytes: number; readonly received: readonly number[] } | null;
  readonly finishedAt: string | null;
}

export interface RefusedLine {
  readonly line: number;
  readonly id: string | null;
  readonly findings: readonly { readonly path: string; readonly rule: string; readonly message: string }[];
  readonly total: number;
}

export interface StatementLogs {
  readonly items: readonly {
    readonly log: number;
    readonly name: string;
    readonly full: boolean;
    readonly statements: number;
    readonly databaseBytes: number;
    readonly waiting: { readonly requests: number; readonly bytes: number };
  }[];
}

export interface ProjectionRebuild {
  readonly done: boolean;
  readonly told: number;
  readonly of: number;
  readonly records: number;
  readonly differing: number;
  readonly named: readonly { readonly learner: string; readonly registration: string; readonly activity: string }[];
}
