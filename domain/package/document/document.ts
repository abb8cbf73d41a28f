/**
 * An authored document, version 1: a course as an authoring tool describes it, without pages of HTML. `lectern.json` in the
 * root of a ZIP with its media, or alone. `docs/authored-document.md` and `schemas/authored-document.v1.json` say the same.
 */
import type { Assistant } from '../assistant.ts';
import type { Branding } from '../branding.ts';
import type { Question } from './question.ts';

/** What the file is called. */
export const DOCUMENT_FILE = 'lectern.json';

export interface AuthoredDocument {
  readonly documentVersion: 1;
  /** Stays the same over versions of the course. */
  readonly id: string;
  readonly title: string;
  readonly description?: string;
  /** BCP 47, the one that it is written in first. */
  readonly languages: readonly string[];
  readonly branding?: Branding;
  readonly assistant?: Assistant;
  readonly parts: readonly Part[];
}

/** What the contents list: a page, a chapter of parts, or a SCORM 1.2 package that lies in a folder of the same ZIP. */
export type Part = Page | Chapter | EmbeddedPackage;

export interface Page {
  readonly id: string;
  readonly title: string;
  /** 0 to 100: the share of the page's points with which it is passed. Absent: the page is completed, never failed. */
  readonly passingScore?: number;
  readonly blocks: readonly Block[];
}

export interface Chapter {
  readonly id: string;
  readonly title: string;
  readonly parts: readonly Part[];
}

export interface EmbeddedPackage {
  readonly id: string;
  readonly title: string;
  /** The folder of its manifest, without slashes at its ends. */
  readonly package: string;
}

export type Block =
  | TextBlock
  | ImageBlock
  | VideoBlock
  | AudioBlock
  | FileBlock
  | HtmlBlock
  | QuizBlock
  | ScenarioBlock
  | UnknownBlock;

export interface TextBlock {
  readonly kind: 'text';
  /** CommonMark with tables; HTML in it is shown as text. */
  readonly markdown: string;
}

/** `file` is here and below a path inside the package, or an absolute https address; of captions and HTML a path. */
export interface ImageBlock {
  readonly kind: 'image';
  readonly file: string;
  /** What somebody is told who does not see it; empty for decoration. */
  readonly alt: string;
  readonly caption?: string;
}

export interface Captions {
  readonly file: string;
  readonly language: string;
  readonly label?: string;
}

interface Recording {
  readonly file: string;
  readonly title: string;
  readonly captions: readonly Captions[];
  /** Markdown. */
  readonly transcript?: string;
  /** The page is not completed before it has been played to its end. */
  readonly required: boolean;
}

export interface VideoBlock extends Recording {
  readonly kind: 'video';
  /** A picture to show before it plays. */
  readonly poster?: string;
}

export interface AudioBlock extends Recording {
  readonly kind: 'audio';
}

/** Something to keep: it is downloaded, not shown. */
export interface FileBlock {
  readonly kind: 'file';
  readonly file: string;
  readonly title: string;
  readonly description?: string;
}

/** A page of HTML in a frame of its own that reaches nothing: inline, or one file of the package with all that it needs. */
export interface HtmlBlock {
  readonly kind: 'html';
  readonly title: string;
  readonly source: { readonly html: string } | { readonly file: string };
  /** CSS pixels. */
  readonly height: number;
}

/** Questions that are handed in together. */
export interface QuizBlock {
  readonly kind: 'quiz';
  /** Unique on its page. */
  readonly id: string;
  readonly title?: string;
  /** How often it may be handed in; absent: without end. */
  readonly attempts?: number;
  readonly questions: readonly Question[];
}

/** A story in which every choice leads to another scene, until one that ends it. */
export interface ScenarioBlock {
  readonly kind: 'scenario';
  /** Unique on its page. */
  readonly id: string;
  readonly title?: string;
  /** What reaching an ending is worth on the page; 0 when the story is not judged. */
  readonly points: number;
  /** The first one is where it begins. */
  readonly scenes: readonly Scene[];
}

export interface Scene {
  readonly id: string;
  readonly markdown: string;
  /** Empty: the story ends here. */
  readonly choices: readonly Choice[];
  /** Of an ending, 0 to 100: how good it is. */
  readonly score?: number;
}

export interface Choice {
  readonly text: string;
  /** A scene's id. */
  readonly to: string;
}

/** A kind that this version does not know: it is carried, and shown as not supported. */
export interface UnknownBlock {
  readonly kind: 'unknown';
  /** What the document calls it. */
  readonly name: string;
}

export const isPage = (part: Part): part is Page => 'blocks' in part;
export const isChapter = (part: Part): part is Chapter => 'parts' in part;

/** A part and its JSON path. */
export interface Located {
  readonly part: Part;
  readonly where: string;
}

/** All parts in order, chapters before what is in them. */
export function* partsOf({ parts }: Pick<Chapter, 'parts'>, where = '$'): Generator<Located> {
  for (const [i, part] of parts.entries()) {
    const at = `${where}.parts[${i}]`;
    yield { part, where: at };
    if (isChapter(part)) yield* partsOf(part, at);
  }
}

/** All blocks of all pages, with their JSON paths. */
export function* blocksOf(document: AuthoredDocument): Generator<{ block: Block; where: string }> {
  for (const { part, where } of partsOf(document)) {
    if (!isPage(part)) continue;
    for (const [i, block] of part.blocks.entries()) yield { block, where: `${where}.blocks[${i}]` };
  }
}
