import { type CloudEvent, cloudEvent } from '../../../domain/kernel/event.ts';
import { makeId, parseId } from '../../../domain/kernel/ids.ts';
import type { ImportReport, Severity } from '../../../domain/package/report.ts';
import type { BuildJob } from './job.ts';

interface End {
  readonly outcome: 'built' | 'failed';
  readonly report: ImportReport;
  readonly time: string;
}

/** Tells that an import has ended. The event's id is the import's own in another kind: telling it twice tells it once. */
export function completedEvent({ row, tenant }: Pick<BuildJob, 'row' | 'tenant'>, end: End): CloudEvent {
  const { outcome, report, time } = end;
  const parsed = parseId(row.id, 'imp');
  if (!parsed.ok) throw new Error(`not an import id: ${row.id}`);
  const count = (severity: Severity): number => report.findings.filter((one) => one.severity === severity).length;
  return cloudEvent({
    id: makeId(tenant.id, 'evt', parsed.value.uuid),
    type: 'content.import.completed.v1',
    tenant: tenant.id,
    subject: row.id,
    time,
    data: {
      importId: row.id,
      filename: row.filename,
      outcome,
      packageId: outcome === 'built' ? row.package : null,
      ...(report.recognisedAs === undefined ? {} : { recognisedAs: report.recognisedAs }),
      findings: { refused: count('refused'), warning: count('warning'), repaired: count('repaired') },
    },
  });
}
