import type { PackageFormat, PlayPackageManifest, StructureNode } from '../manifest.ts';
import type { Finding } from '../report.ts';
import type { XmlElement } from '../xml/element.ts';

/** Where a reader of parts of the manifest puts what it finds wrong. */
export interface Noting {
  /** Path of the manifest, for findings. */
  readonly where: string;
  readonly findings: Finding[];
}

/** An edition's part of the manifest. */
export type CourseData = Partial<Pick<PlayPackageManifest, 'scorm2004'>>;

/** An edition's part of a node. */
export type ItemData = Partial<Pick<StructureNode, 'scorm12' | 'scorm2004'>>;

/** What an edition of SCORM makes of IMS Content Packaging. */
export interface Profile {
  readonly format: PackageFormat;
  /** The lowest player that plays packages as they are read here. */
  readonly minPlayerVersion: string;
  /** SCORM 2004 opens leaves only (CAM 4th Edition, 3.4.1.10); in SCORM 1.2 an item may open a page and hold items. */
  readonly opensLeavesOnly: boolean;
  readonly itemData: (item: XmlElement) => ItemData;
  /** What keeps items from ever being opened: a sentence for each. */
  readonly unreachable: (structure: readonly StructureNode[], course: CourseData) => readonly string[];
  readonly courseData: (organization: XmlElement) => CourseData;
}
