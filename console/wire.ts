/** What the API answers, as far as the console reads it. Times are RFC 3339 UTC. */
import type { Grants } from '../domain/access/grants.ts';
import type { XapiScope } from '../domain/access/scope.ts';
import type { ExportReport } from '../domain/package/export/report.ts';
import type { ExportFormat, ExportTarget } from '../domain/package/export/target.ts';
import type { PlayPackageManifest } from '../domain/package/manifest.ts';
import type { Playable } from '../domain/package/playable.ts';
import type { ImportReport } from '../domain/package/report.ts';
import type {
  Completion,
  JournalEntry,
  NavigationRequest,
  Score,
  SessionState,
  Success,
} from '../domain/session/contract.ts';
import type { Verdict } from '../domain/statement/signature.ts';
import type { StoredStatement } from '../domain/statement/types.ts';

export type PackageState = 'building' | 'built' | 'revoked';
export type ImportState = 'queued' | 'running' | 'built' | 'failed';
export type AttemptState = 'active' | 'suspended' | 'closed';

export interface Me {
  readonly credential: string;
  readonly name: string;
  readonly tenant: string;
  readonly tenantName: string;
  /** Of the accounts of the tenant's learners. */
  readonly homePage: string;
}

export interface ImportStep {
  readonly name: string;
  readonly title: string;
  readonly state: 'waiting' | 'running' | 'done' | 'failed';
  readonly done: number;
  /** 0 while it is not known. */
  readonly total: number;
}

export interface Import {
  readonly id: string;
  readonly state: ImportState;
  readonly filename: string;
  readonly bytes: number;
  readonly steps: readonly ImportStep[];
  readonly packageId: string | null;
  readonly report: ImportReport | null;
  readonly repairedCopy: RepairedCopy | null;
  readonly createdAt: string;
  readonly finishedAt: string | null;
}

/** Where the export with the repairs of an import is asked for, and as what. */
export interface RepairedCopy extends ExportTarget {
  readonly exports: string;
}

export interface PackageSummary {
  readonly id: string;
  readonly title: string;
  readonly state: PackageState;
  readonly format: PlayPackageManifest['format'];
  readonly playable: Playable;
  readonly filename: string;
  readonly identifier: string;
  readonly activityId: string;
  readonly languages: readonly string[];
  readonly sizes: { readonly originalBytes: number; readonly assets: number; readonly assetBytes: number };
  readonly createdAt: string;
  /** Since when it is left out of lists. */
  readonly archivedAt: string | null;
  readonly revocation: { readonly at: string; readonly reason: string } | null;
}

export interface PackageDetail extends PackageSummary {
  readonly manifest: PlayPackageManifest;
  readonly report: ImportReport;
}

export interface Export {
  readonly id: string;
  readonly format: ExportFormat;
  readonly formatVersion: string;
  readonly state: 'queued' | 'running' | 'done' | 'failed';
  readonly filename: string;
  /** Bytes; 0 of 0 while it is planned. */
  readonly progress: { readonly done: number; readonly total: number };
  readonly bytes: number | null;
  readonly download: string | null;
  readonly problem: string | null;
  readonly report: ExportReport | null;
  readonly createdAt: string;
  readonly expiresAt: string;
}

export interface Enrolment {
  readonly id: string;
  readonly learner: { readonly id: string; readonly name: string };
  readonly dueAt: string | null;
  readonly state: SessionState | 'enrolled';
}

export interface Learner {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
}

export interface LearnerDetail extends Learner {
  readonly accounts: readonly { readonly homePage: string; readonly name: string }[];
}

export interface SessionSummary {
  readonly id: string;
  readonly registration: string;
  readonly state: SessionState;
  readonly packageId: string;
  readonly packageTitle: string;
  readonly learner: { readonly id: string; readonly name: string };
  readonly take: number;
  readonly createdAt: string;
}

export interface PlaySession {
  readonly id: string;
  readonly registration: string;
  readonly launchUrl: string;
}

/** One thing that was asked of a session and what it made of it. */
export interface TraceItem {
  readonly no: number;
  readonly receivedAt: string;
  readonly kind: 'launch' | 'journal' | 'navigation' | 'activity' | 'lease' | 'abandon';
  readonly entries: readonly JournalEntry[];
  readonly navigation: NavigationRequest | null;
  readonly warnings: readonly { readonly node: string | null; readonly text: string }[];
  /** Ids of the statements that it led to. */
  readonly statements: readonly string[];
}

export interface ActivityName {
  readonly id: string;
  readonly title: string;
}

/** A statement with what the store knows of it. */
export interface StatementRecord {
  readonly statement: StoredStatement;
  readonly voidedBy: string | null;
  /** The newest statements whose object it is. */
  readonly referrers: readonly string[];
  readonly attachments: readonly AttachmentRecord[];
}

export interface AttachmentRecord {
  readonly sha2: string;
  /** null when the store has no content. */
  readonly storedBytes: number | null;
  /** Of a signature. */
  readonly signature: Verdict | null;
}

export interface Attempt {
  readonly registration: string;
  readonly activity: ActivityName;
  /** Counts the attempts of an activity within a registration, from 1. */
  readonly n: number;
  readonly state: AttemptState;
  readonly openedAt: string;
  readonly closedAt: string | null;
  readonly completion: Completion;
  readonly success: Success;
  readonly score: Score | null;
  /** ISO 8601. */
  readonly duration: string | null;
}

export interface CompletionRecord {
  readonly registration: string;
  readonly activity: ActivityName;
  readonly completedAt: string;
  readonly success: Success;
  readonly score: Score | null;
  readonly duration: string | null;
}

export type StatementImportState = 'receiving' | 'queued' | 'running' | 'done' | 'failed' | 'cancelled';

export interface StatementImport {
  readonly id: string;
  readonly state: StatementImportState;
  readonly phase: 'check' | 'store' | null;
  readonly filename: string;
  readonly strict: boolean;
  readonly by: string;
  readonly fileBytes: number;
  readonly bytes: number;
  readonly bytesDone: number;
  readonly lines: number;
  readonly stored: number;
  readonly existing: number;
  readonly refused: number;
  readonly waitingUntil: string | null;
  readonly failure: { readonly code: string; readonly detail: string; readonly remedy: string } | null;
  readonly upload: { readonly partBytes: number } | null;
  readonly createdAt: string;
  readonly finishedAt: string | null;
}

export interface RefusedLine {
  readonly line: number;
  readonly id: string | null;
  readonly findings: readonly { readonly path: string; readonly rule: string; readonly message: string }[];
  readonly total: number;
}

export interface Credential {
  /** The key of an xAPI client. */
  readonly id: string;
  readonly kind: 'xapi' | 'operator';
  readonly name: string;
  readonly scopes: readonly XapiScope[];
  readonly state: 'active' | 'withdrawn';
  readonly createdAt: string;
  readonly rotatedAt: string | null;
  readonly earlierSecretsUntil: string | null;
  readonly withdrawnAt: string | null;
  readonly lastUsedAt: string | null;
}

/** Shown once. */
export interface IssuedCredential extends Credential {
  readonly issued: { readonly key: string; readonly secret: string } | { readonly token: string };
}

export interface Issuer {
  readonly id: string;
  readonly name: string;
  readonly issuer: string;
  readonly audience: string;
  readonly grants: Grants;
  /** Null: its keys were given. */
  readonly jwksUrl: string | null;
  readonly keys: readonly { readonly kty: string; readonly kid: string | null }[];
  readonly keysReadAt: string;
  readonly keysError: string | null;
  readonly state: 'active' | 'withdrawn';
  readonly createdAt: string;
  readonly withdrawnAt: string | null;
  readonly lastUsedAt: string | null;
}
