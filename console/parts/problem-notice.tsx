import { Notice } from '../../ui/feedback.tsx';
import { t } from '../messages.ts';
import type { ProblemError } from '../state/problem.ts';
import { Id } from './id.tsx';

/** A refusal: what is wrong, what to do, its code and the request id that the logs carry too. */
export function ProblemNotice({ problem, retry }: { problem: ProblemError; retry?: () => void }) {
  return (
    <Notice
      tone="bad"
      title={problem.message}
      actions={
        retry && (
          <button type="button" class="button" onClick={retry}>
            {t.tryAgain}
          </button>
        )
      }
    >
      {problem.detail !== '' && <p>{problem.detail}</p>}
      <p>{problem.remedy}</p>
      <p class="problem-trace">
        <code>{problem.code}</code>
        {problem.requestId !== '' && (
          <>
            {' · '}
            {t.problem.request} <Id value={problem.requestId} what={t.problem.request} />
          </>
        )}
      </p>
    </Notice>
  );
}
