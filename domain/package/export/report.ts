/** What an export tells the person who asked for it. Stable codes, each with a sentence about this very course. */
export type ExportSeverity = 'changed' | 'kept';

export interface ExportFinding {
  readonly code: ExportCode;
  readonly severity: ExportSeverity;
  readonly message: string;
}

export interface ExportReport {
  /** Worst first. */
  readonly findings: readonly ExportFinding[];
}

const SEVERITIES = {
  as_it_came: 'kept',
  manifest_repaired: 'changed',
} as const satisfies Record<string, ExportSeverity>;

export type ExportCode = keyof typeof SEVERITIES;

export const exportFinding = (code: ExportCode, message: string): ExportFinding => ({
  code,
  severity: SEVERITIES[code],
  message,
});
