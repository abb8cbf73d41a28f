import { isSignature } from '../../domain/statement/attachments.ts';
import type { Verdict } from '../../domain/statement/signature.ts';
import type { Statement, StoredStatement } from '../../domain/statement/types.ts';
import { VOIDED } from '../../domain/statement/verbs.ts';
import { Notice, State, type Tone } from '../../ui/feedback.tsx';
import { t } from '../messages.ts';
import type { StatementRecord } from '../wire.ts';
import { StatementLink } from './links.tsx';

const isSigned = ({ attachments = [] }: Pick<Statement, 'attachments'>) => attachments.some(isSignature);

/** What the statement itself says of its standing: for lists. */
export function ListMarks({ statement }: { statement: StoredStatement }) {
  const count = statement.attachments?.length ?? 0;
  return (
    <>
      {statement.verb.id === VOIDED && (
        <State tone="neutral" icon="close">
          {t.statement.isVoiding}
        </State>
      )}
      {isSigned(statement) ? (
        <State tone="neutral" icon="key">
          {t.statement.signed}
        </State>
      ) : (
        count > 0 && <span class="muted">{t.statement.attachmentCount(count)}</span>
      )}
    </>
  );
}

const TONE: Record<Verdict, Tone> = { valid: 'good', invalid: 'bad', unproven: 'warn' };

/** What the store knows of its standing: who voided it, and whether its signatures hold. */
export function RecordMarks({ record }: { record: StatementRecord }) {
  const verdicts = record.attachments.flatMap(({ signature }) => (signature === null ? [] : [signature]));
  return (
    <>
      {record.voidedBy !== null && (
        <Notice tone="warn" title={t.statement.isVoided}>
          {t.statement.voidedBy} <StatementLink id={record.voidedBy} />
        </Notice>
      )}
      {verdicts.map((verdict) => (
        <Notice key={verdict} tone={TONE[verdict]} title={t.statement.signature[verdict]}>
          {t.statement.signatureAbout[verdict]}
        </Notice>
      ))}
    </>
  );
}
