import { useState } from 'preact/hooks';
import { attachmentsOf } from '../../domain/statement/attachments.ts';
import type { Attachment } from '../../domain/statement/types.ts';
import { inLanguage } from '../../domain/statement/words.ts';
import { Icon } from '../../ui/icon.tsx';
import { formatBytes } from '../../ui/messages/format.ts';
import { t } from '../messages.ts';
import { Section } from '../parts/page.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { api } from '../state/api.ts';
import type { ProblemError } from '../state/problem.ts';
import { asProblem } from '../state/resource.ts';
import { recordPath } from '../state/statements.ts';
import type { StatementRecord } from '../wire.ts';

/** What came with a statement or lies at an address of its own, each with the way to it. */
export function Attachments({ record }: { record: StatementRecord }) {
  const [problem, setProblem] = useState<ProblemError | null>(null);
  const declared = [...attachmentsOf(record.statement)].map(({ attachment }) => attachment);
  if (declared.length === 0) return null;
  const save = (attachment: Attachment) => {
    setProblem(null);
    download(record.statement.id, attachment).catch((error: unknown) => setProblem(asProblem(error)));
  };
  return (
    <Section title={t.statement.attachments}>
      {problem !== null && <ProblemNotice problem={problem} />}
      <ul class="attachments">
        {declared.map((attachment, i) => (
          <li key={i}>
            <span class="attachment-name">{nameOf(attachment)}</span>
            <span class="muted">
              {attachment.contentType}, {formatBytes(attachment.length)}
            </span>
            <Way attachment={attachment} stored={isStored(record, attachment)} save={() => save(attachment)} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Way({ attachment, stored, save }: { attachment: Attachment; stored: boolean; save: () => void }) {
  if (stored) {
    return (
      <button type="button" class="button" aria-label={t.statement.downloadOf(nameOf(attachment))} onClick={save}>
        <Icon name="download" />
        {t.statement.download}
      </button>
    );
  }
  // Whoever sent the statement chose the address: only those that a browser opens as a page are links.
  const url = attachment.fileUrl ?? '';
  if (!/^https?:/i.test(url)) return <span class="muted">{t.statement.notStored}</span>;
  return (
    <a href={url} target="_blank" rel="noopener noreferrer">
      <Icon name="external" />
      {t.statement.elsewhere}
    </a>
  );
}

const nameOf = ({ display, usageType }: Attachment): string => inLanguage(display, navigator.languages) ?? usageType;

const isStored = ({ attachments }: StatementRecord, { sha2 }: Attachment): boolean =>
  attachments.some((one) => one.sha2 === sha2.toLowerCase() && one.storedBytes !== null);

/** The token stands in a header, which a link cannot send: the bytes are read and handed to the browser. */
async function download(statement: string, { sha2, display, contentType }: Attachment): Promise<void> {
  const blob = await api.blob(`${recordPath(statement)}/attachments/${sha2}`);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = fileName(inLanguage(display, navigator.languages) ?? sha2, contentType);
  link.click();
  URL.revokeObjectURL(link.href);
}

/** Endings that people look for; any other file is opened by what it is. */
const ENDINGS: Readonly<Record<string, string>> = {
  'application/pdf': '.pdf',
  'image/png': '.png',
  'image/jpeg': '.jpg',
  'text/plain': '.txt',
  'application/json': '.json',
  'video/mp4': '.mp4',
  'audio/mpeg': '.mp3',
};

function fileName(name: string, contentType: string): string {
  const ending = ENDINGS[contentType.split(';', 1)[0]!.trim().toLowerCase()] ?? '';
  const plain = name.replaceAll(/[^\p{L}\p{N} ._-]+/gu, '-').slice(0, 80);
  return plain.toLowerCase().endsWith(ending) ? plain : plain + ending;
}
