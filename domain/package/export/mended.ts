import type { FindingCode, ImportReport } from '../report.ts';

/**
 * Repairs that an export in the course's own format has: in the manifest, in names or in the place of files. Others exist only
 * in how the course is read: what was made up for a part, how a name is understood.
 */
const MENDED: ReadonlySet<FindingCode> = new Set<FindingCode>([
  'backslash_paths',
  'noise_skipped',
  'manifest_name_repaired',
  'manifest_in_subfolder',
  'xml_encoding_repaired',
  'xml_declaration_missing',
  'xml_start_repaired',
  'xml_namespace_undeclared',
  'href_repaired',
  'scormtype_repaired',
  'default_organization_repaired',
  // Of the manifest itself; those of items are made up again.
  'identifier_repaired',
]);

/** Whether a copy of the course would have less to repair than what was sent. */
export const isMended = ({ findings }: ImportReport): boolean => findings.some(({ code }) => MENDED.has(code));
