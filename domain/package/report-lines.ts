import type { Finding, ImportReport, Severity } from './report.ts';

const WORDS: Readonly<Record<Severity, readonly [string, string]>> = {
  refused: ['reason to refuse it', 'reasons to refuse it'],
  warning: ['warning', 'warnings'],
  repaired: ['repair', 'repairs'],
};

/**
 * A report as plain lines, for a terminal or a message to whoever made the package: how much there is of what, then each
 * finding with its remedy, place and code, worst first. None when there is nothing to say.
 */
export function reportLines(report: Pick<ImportReport, 'findings' | 'omitted'>): string[] {
  if (report.findings.length === 0) return [];
  const counted = (Object.keys(WORDS) as Severity[]).flatMap((severity) => {
    const count = report.findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [`${count} ${WORDS[severity][count === 1 ? 0 : 1]}`];
  });
  const omitted = report.omitted === 0 ? [] : [`${report.omitted} more findings are not listed.`];
  return [`${counted.join(', ')}:`, ...report.findings.flatMap(findingLines), ...omitted];
}

const findingLines = ({ severity, message, where, remedy, code }: Finding): string[] => [
  `${severity}: ${message}`,
  `  ${remedy}`,
  `  (${where === undefined ? '' : `${where}, `}${code})`,
];
