import { err, ok, type Result } from '../../kernel/result.ts';
import { activityIdOf } from '../activity-id.ts';
import type { FileInput, ReadOutput } from '../format.ts';
import type { PlayPackageManifest, StructureNode } from '../manifest.ts';
import { optional } from '../manifest-json.ts';
import { type Finding, finding, quote } from '../report.ts';
import { type AuthoredDocument, blocksOf, isChapter, isPage, type Page, type Part } from './document.ts';
import { embeddedNodes } from './embedded.ts';
import { isOutside, mentions } from './media.ts';
import { DOCUMENT_PAGE, PAGE_PARAMETER } from './page-address.ts';
import { readDocument } from './read-document.ts';

/** Lowest player that shows authored documents. */
const MIN_PLAYER_VERSION = '0.1.0';

/** Reads an authored document. Everything that is wrong is reported, not only the first. */
export async function readAuthored(input: FileInput): Promise<ReadOutput> {
  const parsed = parse(input.bytes, input.where);
  if (!parsed.ok) return { findings: [parsed.error] };
  const read = readDocument(parsed.value);
  if (!read.ok) {
    return {
      findings: read.error.map(({ message, where }) => finding('document_invalid', message, `${input.where} ${where}`)),
    };
  }
  const document = read.value;
  const findings = [...noted(document, input)];
  const structure = await nodes(document.parts, { input, findings });
  if (findings.some(({ severity }) => severity === 'refused')) return { findings };
  const manifest: PlayPackageManifest = {
    manifestVersion: 1,
    minPlayerVersion: MIN_PLAYER_VERSION,
    format: 'document',
    identifier: document.id,
    activityId: activityIdOf(document.id, input.homePage),
    title: document.title,
    ...optional('description', document.description),
    languages: document.languages,
    structure,
    ...optional('branding', document.branding),
    ...optional('assistant', document.assistant),
    assets: {
      count: input.files.byPath.size,
      bytes: [...input.files.byPath.values()].reduce((sum, entry) => sum + entry.bytes, 0),
    },
  };
  return { manifest, findings };
}

/** RFC 8259: UTF-8. A byte order mark is dropped by the decoder. */
function parse(bytes: Uint8Array, where: string): Result<unknown, Finding> {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    return err(finding('document_encoding', 'The document is not UTF-8.', where));
  }
  try {
    return ok(JSON.parse(text));
  } catch (thrown) {
    const at = /position (\d+)/.exec((thrown as Error).message)?.[1];
    const line = at === undefined ? '' : `:${text.slice(0, Number(at)).split('\n').length}`;
    return err(finding('document_malformed', 'The document is not JSON.', `${where}${line}`));
  }
}

function* noted(document: AuthoredDocument, { files, where }: FileInput): Generator<Finding> {
  for (const { file, where: at } of mentions(document)) {
    if (isOutside(file)) {
      yield finding('outside_media', `${quote(file)} is fetched from another host.`, `${where} ${at}`);
    } else if (files.find(file) === undefined) {
      yield finding('file_missing', `The document shows ${quote(file)}, which is not in the ZIP.`, `${where} ${at}`);
    }
  }
  for (const { block, where: at } of blocksOf(document)) {
    if (block.kind !== 'unknown') continue;
    const message = `Blocks of the kind ${quote(block.name)} are not known; learners see that it is not supported.`;
    yield finding('block_unsupported', message, `${where} ${at}.kind`);
  }
}

interface Making {
  readonly input: FileInput;
  readonly findings: Finding[];
}

async function nodes(parts: readonly Part[], making: Making): Promise<StructureNode[]> {
  const made: StructureNode[] = [];
  for (const part of parts) made.push(await nodeOf(part, making));
  return made;
}

async function nodeOf(part: Part, making: Making): Promise<StructureNode> {
  if (isPage(part)) return pageNode(part);
  const children = isChapter(part) ? await nodes(part.parts, making) : await embeddedNodes(part, making);
  return { id: part.id, kind: 'block', title: part.title, visible: true, children };
}

function pageNode({ id, title, passingScore }: Page): StructureNode {
  return {
    id,
    kind: 'document',
    title,
    visible: true,
    launch: { path: DOCUMENT_PAGE, parameters: `?${PAGE_PARAMETER}=${id}` },
    ...(passingScore === undefined ? {} : { scorm12: { masteryScore: passingScore } }),
    children: [],
  };
}
