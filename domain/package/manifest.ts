import type { Assistant } from './assistant.ts';
import type { Branding } from './branding.ts';
import type { Cmi5CourseData, Cmi5NodeData } from './cmi5/node-data.ts';
import type { Metadata } from './metadata.ts';
import type { Scorm2004CourseData, Scorm2004NodeData } from './scorm2004/node-data.ts';
import type { XapiNodeData } from './tincan/node-data.ts';

/**
 * PlayPackage manifest, version 1: what the player and the session need to know of a course, whatever it came from.
 * Additive within a version; readers ignore what they do not know and accept every version ever published.
 */
export type PackageFormat = 'scorm12' | 'scorm2004-2' | 'scorm2004-3' | 'scorm2004-4' | 'cmi5' | 'xapi' | 'document';

/**
 * `block` groups; `sco` talks to a runtime; `asset` is only shown; `au` is a cmi5 or xAPI activity; `document` is a page of an
 * authored document, which talks to the runtime of SCORM 1.2.
 */
export const NODE_KINDS = ['block', 'sco', 'asset', 'au', 'document'] as const;
export type KnownNodeKind = (typeof NODE_KINDS)[number];
/** One that a later player knows stands as it was stated; such a node has no launch here, and is shown as not supported. */
export type NodeKind = KnownNodeKind | (string & {});

export const isKnownKind = (kind: NodeKind): kind is KnownNodeKind => (NODE_KINDS as readonly string[]).includes(kind);

/** Whose API a page finds; undefined: none. What an authored document embeds is SCORM 1.2. */
export function standardOf(format: PackageFormat | undefined, kind: NodeKind): 'scorm12' | 'scorm2004' | undefined {
  if (kind !== 'sco' && kind !== 'document') return undefined;
  return format?.startsWith('scorm2004') ? 'scorm2004' : 'scorm12';
}

export interface StructureNode {
  /** Unique within the package: the standard's own identifier (SCORM: the item's). */
  readonly id: string;
  readonly kind: NodeKind;
  readonly title: string;
  /** SCORM `isvisible`: hidden nodes are played but not listed. */
  readonly visible: boolean;
  /** Present on all but `block`: what to open, relative to the package's root, with parameters appended. */
  readonly launch?: NodeLaunch;
  readonly scorm12?: Scorm12NodeData;
  readonly scorm2004?: Scorm2004NodeData;
  readonly cmi5?: Cmi5NodeData;
  readonly xapi?: XapiNodeData;
  /** What its author says of it. */
  readonly metadata?: Metadata;
  readonly children: readonly StructureNode[];
}

export interface NodeLaunch {
  /** Percent-decoded path inside the package, without a leading slash, or an absolute http(s) URL. */
  readonly path: string;
  /** Query and fragment to append, with their `?` or `#`; empty when there are none (SCORM CAM 1.2, 2.3.2.3). */
  readonly parameters: string;
}

/** SCORM 1.2 CAM 2.3.2.3: what an item carries for its SCO. All as written in the manifest, trimmed. */
export interface Scorm12NodeData {
  readonly prerequisites?: string;
  readonly masteryScore?: number;
  readonly maxTimeAllowed?: string;
  readonly timeLimitAction?: string;
  readonly dataFromLms?: string;
}

export interface PlayPackageManifest {
  readonly manifestVersion: 1;
  /** The lowest player version that can play it. */
  readonly minPlayerVersion: string;
  readonly format: PackageFormat;
  /** The identifier that the source gives the course. */
  readonly identifier: string;
  /** The course's activity IRI, stable over versions of the same course. */
  readonly activityId: string;
  readonly title: string;
  readonly description?: string;
  /** BCP 47, most general first; empty when the source says nothing. */
  readonly languages: readonly string[];
  /** What else the source says of the course. */
  readonly metadata?: Metadata;
  /** Top-level nodes in order; the course itself is not a node. */
  readonly structure: readonly StructureNode[];
  readonly scorm2004?: Scorm2004CourseData;
  readonly branding?: Branding;
  readonly assistant?: Assistant;
  readonly assets: Assets;
  readonly cmi5?: Cmi5CourseData;
}

/** The files of a package. */
export interface Assets {
  readonly count: number;
  readonly bytes: number;
  /**
   * Every file. Present in the manifest that is published; a launch reads the one without,
   * because a course may have 100,000 files.
   */
  readonly files?: readonly AssetFile[];
  /** What is said of single files, by path. */
  readonly metadata?: Readonly<Record<string, Metadata>>;
}

export interface AssetFile {
  /** As the content host serves it: percent-decoded, `/` between parts, no leading slash. */
  readonly path: string;
  readonly mediaType: string;
  readonly bytes: number;
  /** SHA-256 of the bytes, lower-case hex. */
  readonly sha256: string;
}

/** A structure as it is played: without what is said of its nodes. */
export const withoutMetadata = (nodes: readonly StructureNode[]): StructureNode[] =>
  nodes.map(({ metadata: _, children, ...node }) => ({ ...node, children: withoutMetadata(children) }));

/** All nodes in document order, blocks before their children. */
export function* walk(nodes: readonly StructureNode[]): Generator<StructureNode> {
  for (const node of nodes) {
    yield node;
    yield* walk(node.children);
  }
}
