/** SCORM 2004 courses for tests, from parts of a manifest. */
import { accepted, course } from '../package.testing.ts';

const NAMESPACES = [
  'xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"',
  'xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3"',
  'xmlns:adlseq="http://www.adlnet.org/xsd/adlseq_v1p3"',
  'xmlns:adlnav="http://www.adlnet.org/xsd/adlnav_v1p3"',
  'xmlns:imsss="http://www.imsglobal.org/xsd/imsss"',
].join(' ');

export interface Parts {
  readonly version?: string;
  /** Attributes of the organization. */
  readonly attributes?: string;
  /** Items, and what else stands in the organization. */
  readonly organization: string;
  /** Behind the resources. */
  readonly collection?: string;
}

export const manifest2004 = ({ version = '2004 4th Edition', attributes = '', organization, collection = '' }: Parts) =>
  `<?xml version="1.0"?><manifest identifier="course" ${NAMESPACES}>
<metadata><schema>ADL SCORM</schema><schemaversion>${version}</schemaversion></metadata>
<organizations default="org"><organization identifier="org" ${attributes}><title>Course</title>
${organization}
</organization></organizations>
<resources><resource identifier="r" type="webcontent" adlcp:scormType="sco" href="a.html"/></resources>
${collection && `<imsss:sequencingCollection>${collection}</imsss:sequencingCollection>`}
</manifest>`;

/** An item that opens the only page of the course. */
export const leaf = (inner: string, id = 'a'): string =>
  `<item identifier="${id}" identifierref="r"><title>${id}</title>${inner}</item>`;

export async function read2004(parts: Parts) {
  const { manifest, report } = await accepted(course(manifest2004(parts), 'a.html'));
  return { manifest, codes: report.findings.map((found) => found.code), report };
}

/** What the only item of a course carries, and the codes of what was found wrong with it. */
export async function item2004(inner: string, more: Omit<Parts, 'organization'> = {}) {
  const { manifest, codes } = await read2004({ ...more, organization: leaf(inner) });
  return { data: manifest.structure[0]!.scorm2004, codes };
}
