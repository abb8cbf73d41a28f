import { useState } from 'preact/hooks';
import type { Finding, ImportReport, Severity } from '../../domain/package/report.ts';
import { reportLines } from '../../domain/package/report-lines.ts';
import { State, type Tone } from '../../ui/feedback.tsx';
import { Icon } from '../../ui/icon.tsx';
import { t } from '../messages.ts';

const TONE: Record<Severity, Tone> = { refused: 'bad', warning: 'warn', repaired: 'neutral' };
const WORST_FIRST: readonly Severity[] = ['refused', 'warning', 'repaired'];

/** The report of an import: its findings by severity, worst first and open, repairs to be opened; all of it to be copied. */
export function Report({ report }: { report: ImportReport }) {
  const groups = WORST_FIRST.map((severity) => ({
    severity,
    findings: report.findings.filter((finding) => finding.severity === severity),
  })).filter(({ findings }) => findings.length > 0);
  if (groups.length === 0) return <p class="muted">{t.report.clean}</p>;
  return (
    <div class="report">
      <header class="report-head">
        <p class="muted">{report.recognisedAs !== undefined && t.report.recognised(report.recognisedAs)}</p>
        <Copy text={reportLines(report).join('\n')} />
      </header>
      {groups.map(({ severity, findings }) => (
        <details key={severity} class="report-group" open={severity !== 'repaired' || groups.length === 1}>
          <summary>
            <State tone={TONE[severity]}>{t.report.count[severity](findings.length)}</State>
          </summary>
          <ul class="findings">
            {findings.map((finding, i) => (
              <Line key={`${i} ${finding.code}`} finding={finding} />
            ))}
          </ul>
          {severity === 'repaired' && report.outcome === 'accepted' && (
            <p class="report-note muted">{t.report.repairedCopy}</p>
          )}
        </details>
      ))}
      {report.omitted > 0 && <p class="muted">{t.report.omitted(report.omitted)}</p>}
    </div>
  );
}

/** A finding: its sentence, how to mend it, its place and its code. */
const Line = ({ finding }: { finding: Finding }) => (
  <li class="finding">
    <p class="finding-message">{finding.message}</p>
    <p>{finding.remedy}</p>
    <p class="finding-trace">
      {finding.where !== undefined && (
        <>
          <code>{finding.where}</code>
          {' · '}
        </>
      )}
      <code>{finding.code}</code>
    </p>
  </li>
);

function Copy({ text }: { text: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return (
    <>
      <button type="button" class="button button-quiet" onClick={() => void copy()}>
        <Icon name={copied ? 'check' : 'copy'} />
        {copied ? t.copied : t.report.copy}
      </button>
      {/* Beside the button: what is announced names nothing. */}
      <span class="visually-hidden" role="status">
        {copied && t.copied}
      </span>
    </>
  );
}
