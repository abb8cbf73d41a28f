/**
 * What an export tells the person who asked for it: what of the course goes another way in the new format (`changed`), and
 * what the format has no place for (`lost`). Stable codes, each with a sentence about this very course.
 */
export type ExportSeverity = 'lost' | 'changed' | 'kept';

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
  sequencing_lost: 'lost',
  global_objectives_lost: 'lost',
  shared_data_lost: 'lost',
  prerequisites_lost: 'lost',
  time_limit_lost: 'lost',
  languages_lost: 'lost',
  suspend_data_short: 'lost',
  statements_reduced: 'lost',
  launch_outside: 'lost',
  page_not_scripted: 'lost',
  mastery_translated: 'changed',
  move_on_translated: 'changed',
  one_activity: 'changed',
  hidden_shown: 'changed',
  player_added: 'changed',
  pages_scripted: 'changed',
  manifest_repaired: 'changed',
  edition_raised: 'changed',
  as_it_came: 'kept',
} as const satisfies Record<string, ExportSeverity>;

export type ExportCode = keyof typeof SEVERITIES;

export const exportFinding = (code: ExportCode, message: string): ExportFinding => ({
  code,
  severity: SEVERITIES[code],
  message,
});

const ORDER: readonly ExportSeverity[] = ['lost', 'changed', 'kept'];

export const exportReport = (findings: readonly ExportFinding[]): ExportReport => ({
  findings: ORDER.flatMap((severity) => findings.filter((found) => found.severity === severity)),
});
