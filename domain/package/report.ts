/**
 * What an import tells the person who asked for it: each finding is a stable code, a sentence about this very package,
 * where it was seen, and how to mend it. `repaired` was mended on the way in, `warning` may be noticed by a learner,
 * `refused` stops the import.
 */
import type { PackageFormat } from './manifest.ts';

export type Severity = 'repaired' | 'warning' | 'refused';

export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  /** One or two plain sentences about this package. */
  readonly message: string;
  /** A path in the archive, with a line where there is one: `imsmanifest.xml:12`. */
  readonly where?: string;
  /** How to mend it, addressed to the author of the package. */
  readonly remedy: string;
}

export interface ImportReport {
  readonly outcome: 'accepted' | 'refused';
  /** What the package was recognised as, in words ("SCORM 1.2"); absent when it was not recognised. */
  readonly recognisedAs?: string;
  readonly format?: PackageFormat;
  readonly findings: readonly Finding[];
  /** Findings that were left out because there were more than `MAX_FINDINGS`. */
  readonly omitted: number;
}

/** A package with ten thousand missing files is described well enough by its first ones. */
export const MAX_FINDINGS = 200;
/** Names come from the archive and may be long; a sentence must stay one. */
const MAX_QUOTED = 120;

const REEXPORT = 'Export the course again from the authoring tool and upload that file unchanged.';
const REZIP = 'Put the files into a new ZIP with an ordinary tool and upload it again.';

const RULES = {
  zip_empty: ['refused', 'Choose the file again; the upload or the export has produced no bytes.'],
  zip_not_a_zip: ['refused', 'Upload the course as the ZIP file that the authoring tool exports.'],
  zip_truncated: ['refused', 'Upload the file again; if it fails again, export the course anew.'],
  zip_corrupt: ['refused', REEXPORT],
  zip_split: ['refused', 'Join the parts into one ZIP file and upload that.'],
  zip_no_files: ['refused', REEXPORT],
  zip_overlapping_entries: ['refused', REZIP],
  zip_entry_mismatch: ['refused', REZIP],
  zip_size_mismatch: ['refused', REZIP],
  zip_crc_mismatch: ['refused', REEXPORT],
  zip_encrypted: ['refused', 'Make the ZIP again without a password.'],
  zip_method_unknown: ['refused', 'Make the ZIP again with the ordinary method, Deflate.'],
  zip_symlink: ['refused', 'Put the real file into the ZIP instead of a link to it.'],
  zip_unsafe_path: ['refused', 'Make the ZIP again so that all names are relative and stay inside it.'],
  zip_duplicate_path: ['refused', 'Make the ZIP again with each file once.'],
  zip_path_too_long: ['refused', 'Use shorter names or fewer nested folders.'],
  zip_too_many_entries: ['refused', 'Split the course, or leave out files that it does not need.'],
  zip_too_large: ['refused', 'Split the course, or make its media smaller.'],
  zip_bomb: ['refused', 'Remove the file that expands so far; ordinary course files never do.'],
  zip_prefix_ignored: ['repaired', 'Nothing needs to be done. Upload a plain ZIP to avoid this note.'],
  backslash_paths: [
    'repaired',
    'Nothing needs to be done. A ZIP tool that follows the standard writes forward slashes.',
  ],
  noise_skipped: [
    'repaired',
    'Nothing needs to be done. These files belong to an operating system, not to the course.',
  ],
  files_outside_course: ['warning', 'If the course needs these files, move them into the folder of the manifest.'],
  manifest_missing: ['refused', 'Upload the package that the authoring tool exports for an LMS.'],
  manifest_duplicate: ['refused', 'Keep one manifest in the root of the ZIP.'],
  manifest_several: ['refused', 'Upload one course at a time, each as a ZIP of its own.'],
  manifest_name_repaired: ['repaired', 'Nothing needs to be done. The standards spell its name in lower case.'],
  manifest_in_subfolder: [
    'repaired',
    'Nothing needs to be done. The standards want the manifest in the root of the ZIP.',
  ],
  format_unsupported: ['refused', 'Export the course in one of these formats and upload that.'],
  xml_malformed: ['refused', 'Mend the file at this place, or export the course again.'],
  xml_encoding: ['refused', 'Save the file as UTF-8.'],
  xml_encoding_repaired: ['warning', 'Save the file as UTF-8.'],
  xml_doctype: ['refused', 'Remove the DOCTYPE from the file; a manifest needs none.'],
  xml_too_large: ['refused', 'Split the course into smaller ones.'],
  xml_declaration_missing: [
    'repaired',
    'Nothing needs to be done. The file should begin with <?xml version="1.0" encoding="UTF-8"?>.',
  ],
  xml_start_repaired: ['repaired', 'Remove what stands before the declaration; strict readers refuse the file.'],
  xml_namespace_undeclared: ['repaired', 'Declare the prefix on the manifest element.'],
  document_encoding: ['refused', 'Save the file as UTF-8.'],
  document_too_large: ['refused', 'Split the course, or put long texts and embedded HTML into files of their own.'],
  document_malformed: ['refused', 'Correct the JSON at this place; a JSON tool finds what is missing there.'],
  document_invalid: ['refused', 'Correct this member; docs/authored-document.md says what each one may hold.'],
  embedded_package_missing: ['refused', 'Name the folder of the ZIP that holds the manifest of the package.'],
  embedded_package_unsupported: ['refused', 'Embed SCORM 1.2, or import the package as a course of its own.'],
  block_unsupported: [
    'warning',
    'Use a kind of block that docs/authored-document.md lists, or a later version of Lectern.',
  ],
  outside_media: ['warning', 'Put the file into the ZIP; another host may move it, and sees who learns.'],
  item_resource_missing: ['refused', 'Point the item at a resource of the manifest, or remove the item.'],
  resource_href_missing: ['refused', 'Give the resource the href of its launch page.'],
  launch_file_missing: ['refused', 'Add the file to the ZIP, or correct the address in the manifest.'],
  launch_url_unsupported: ['refused', 'Launch a page of the package, or an http or https address.'],
  launch_url_invalid: ['refused', 'Write a valid URL; spaces and other unsafe characters are percent-encoded.'],
  launch_url_relative: ['refused', 'Write a full address, or put course structure and files into one ZIP.'],
  launch_parameter_reserved: ['refused', 'Give the parameter in the address of the AU another name.'],
  launch_several: ['repaired', 'Give launch to one activity only, or make a package of each.'],
  launch_pages_ignored: ['warning', 'Make a package of each language if learners need them all.'],
  cmi5_namespace_wrong: ['refused', 'Declare the namespace of cmi5 on courseStructure; drafts of it are not cmi5.'],
  cmi5_structure_invalid: [
    'refused',
    'Mend the course structure here; CourseStructure.xsd of cmi5 says what may stand.',
  ],
  iri_invalid: ['refused', 'Write a full IRI, for example https://example.com/courses/1.'],
  identifier_duplicate: ['refused', 'Give each of them an id of its own.'],
  objective_unknown: ['warning', 'Add the objective to those of the course, or remove the reference.'],
  mastery_score_rounded: ['repaired', 'Write at most four decimal places.'],
  extension_ignored: ['warning', 'Nothing needs to be done if the course works without them.'],
  build_interrupted: ['refused', 'Import the file again; if this happens again, report the id of the import.'],
  nothing_to_play: ['refused', 'Add an item or activity that launches a page.'],
  structure_too_deep: ['refused', 'Nest items less deeply.'],
  structure_too_large: ['refused', 'Split the course into smaller ones.'],
  text_too_long: ['refused', 'Shorten it in the authoring tool and export the course again.'],
  file_missing: ['warning', 'Add the file to the ZIP, or remove its entry from the manifest.'],
  dependency_missing: ['warning', 'Correct the identifierref of the dependency, or remove it.'],
  files_unlisted: [
    'warning',
    'List the files in the manifest if the course needs them; other systems may leave them out. Else remove them.',
  ],
  names_percent_encoded: [
    'repaired',
    'Nothing needs to be done. A ZIP tool that follows the standard does not encode names.',
  ],
  organizations_unplayed: ['warning', 'Import the other structures as packages of their own.'],
  item_unreachable: ['warning', 'Correct the prerequisites or the sequencing of this item.'],
  outside_launch: ['warning', 'Put the page into the package if it is to be recorded, and to be played offline.'],
  outside_resources: ['warning', 'Put the files into the package and refer to them by relative addresses.'],
  outside_links: ['warning', 'Make sure that they open in a new window, and that the course is complete without them.'],
  insecure_content: ['warning', 'Use https addresses, or put the files into the package.'],
  saves_on_unload: [
    'warning',
    'Save while the learner works and on pagehide. Lectern keeps what was saved before, and ends the visit itself.',
  ],
  cluster_page_ignored: ['warning', 'Make the page an item of its own inside the item that opens it.'],
  sequencing_ignored: ['warning', 'Correct the sequencing of this item in the manifest.'],
  edition_repaired: ['repaired', 'State the edition in schemaversion, for example “2004 4th Edition”.'],
  submanifest_unplayed: [
    'warning',
    'Let an item name the identifier of that manifest, or import it as a package of its own.',
  ],
  metadata_unread: ['warning', 'Correct the metadata, or remove it from the manifest. The course plays without it.'],
  value_ignored: ['warning', 'Correct the value in the manifest.'],
  href_repaired: ['repaired', 'Nothing needs to be done. Spell the name as the file is spelt.'],
  scormtype_repaired: ['repaired', 'Give the resource the attribute adlcp:scormtype, sco or asset.'],
  default_organization_repaired: ['repaired', 'Name an existing organization in the default attribute.'],
  resources_only: ['repaired', 'Add an organization to the manifest if the course has a structure.'],
  identifier_repaired: ['repaired', 'Give each item and the manifest an identifier of its own.'],
  title_repaired: ['repaired', 'Give the course and its parts titles.'],
} as const satisfies Record<string, readonly [Severity, string]>;

export type FindingCode = keyof typeof RULES;

export const FINDING_CODES = /* @__PURE__ */ Object.keys(RULES) as readonly FindingCode[];

/** A finding with the severity and the remedy of its code. */
export function finding(code: FindingCode, message: string, where?: string): Finding {
  const [severity, remedy] = RULES[code];
  return where === undefined
    ? { code, severity, message, remedy }
    : { code, severity, message, where: shorten(where), remedy };
}

/** A name from the package as it may stand in a sentence. */
export const quote = (name: string): string => `“${shorten(name)}”`;

/**
 * Words from the package, within a sentence: control and direction-changing characters would play tricks on a terminal, a
 * log or a page.
 */
export const shorten = (text: string): string => cut(text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '�'));
const cut = (text: string): string => (text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED - 1)}…` : text);

/**
 * Carries a refusal out of a stream: an async iterator has no other way to end early with a reason. It is thrown inside
 * this room only; `inspect` and `buildContainer` turn it back into a value.
 */
export class Refusal extends Error {
  readonly finding: Finding;
  constructor(refused: Finding) {
    super(refused.message);
    this.finding = refused;
  }
}

export const refuse = (code: FindingCode, message: string, where?: string): Refusal =>
  new Refusal(finding(code, message, where));

/** The report in the order that helps: what stops the import first, then what a learner may notice, then repairs. */
export function makeReport(
  findings: readonly Finding[],
  about: { name?: string; format?: PackageFormat },
): ImportReport {
  const order: readonly Severity[] = ['refused', 'warning', 'repaired'];
  const sorted = order.flatMap((severity) => findings.filter((f) => f.severity === severity));
  return {
    outcome: sorted[0]?.severity === 'refused' ? 'refused' : 'accepted',
    ...(about.name === undefined ? {} : { recognisedAs: about.name }),
    ...(about.format === undefined ? {} : { format: about.format }),
    findings: sorted.slice(0, MAX_FINDINGS),
    omitted: Math.max(0, sorted.length - MAX_FINDINGS),
  };
}

/** The report with what was seen later. */
export const addFindings = (report: ImportReport, findings: readonly Finding[]): ImportReport => {
  const { recognisedAs: name, format } = report;
  const about = { ...(name === undefined ? {} : { name }), ...(format === undefined ? {} : { format }) };
  const made = makeReport([...report.findings, ...findings], about);
  return { ...made, omitted: made.omitted + report.omitted };
};
