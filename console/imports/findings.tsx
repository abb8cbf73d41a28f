import type { Finding } from '../../domain/package/report.ts';
import { State, type Tone } from '../../ui/feedback.tsx';
import { t } from '../messages.ts';

const TONE: Record<Finding['severity'], Tone> = { refused: 'bad', warning: 'warn', repaired: 'neutral' };

/** What an import found: each with its sentence, its place, how to mend it, and its code. */
export function Findings({ findings }: { findings: readonly Finding[] }) {
  return (
    <ul class="findings">
      {findings.map((finding, i) => (
        <li key={`${i} ${finding.code}`} class="finding">
          <State tone={TONE[finding.severity]}>{t.severity[finding.severity]}</State>
          <div class="finding-body">
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
          </div>
        </li>
      ))}
    </ul>
  );
}
