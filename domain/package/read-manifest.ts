import { type Problem, problem } from '../kernel/problem.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import { readAssistant } from './assistant.ts';
import { readBranding } from './branding.ts';
import { readCmi5Course, readCmi5Node } from './cmi5/node-data.ts';
import {
  type AssetFile,
  type Assets,
  isKnownKind,
  type NodeLaunch,
  type PackageFormat,
  type PlayPackageManifest,
  type Scorm12NodeData,
  type StructureNode,
} from './manifest.ts';
import {
  count,
  flag,
  type Json,
  list,
  object,
  oneOf,
  optional,
  optionalNumber,
  optionalText,
  part,
  text,
  texts,
  Wrong,
} from './manifest-json.ts';
import { type Metadata, readMetadata } from './metadata.ts';
import { scorm2004Course, scorm2004Node } from './scorm2004/node-data.ts';
import { readXapiNode } from './tincan/node-data.ts';

const FORMATS: readonly PackageFormat[] = [
  'scorm12',
  'scorm2004-2',
  'scorm2004-3',
  'scorm2004-4',
  'cmi5',
  'xapi',
  'document',
];
/** As deep as importers make them; a reader of foreign JSON must not run out of stack. */
const MAX_DEPTH = 64;

/**
 * Reads a PlayPackage manifest of version 1 from parsed JSON. Unknown members are left out, so that a manifest of a later
 * issue of the same version can be read; a wrong known member is a `bad_request` with its JSON path.
 */
export function readManifest(json: unknown): Result<PlayPackageManifest, Problem> {
  try {
    return ok(read(json));
  } catch (thrown) {
    if (thrown instanceof Wrong) return err(problem('bad_request', thrown.message, thrown.where));
    throw thrown;
  }
}

function read(json: unknown): PlayPackageManifest {
  const from = object(json, '$');
  if (from.manifestVersion !== 1) throw new Wrong('$.manifestVersion', 'the number 1');
  return {
    manifestVersion: 1,
    minPlayerVersion: text(from, 'minPlayerVersion', '$'),
    format: oneOf(FORMATS, from.format, '$.format'),
    identifier: text(from, 'identifier', '$'),
    activityId: text(from, 'activityId', '$'),
    title: text(from, 'title', '$'),
    ...optional('description', optionalText(from, 'description', '$')),
    languages: texts(from.languages, '$.languages'),
    ...part('metadata', from, '$', readMetadata),
    structure: nodes(from.structure, '$.structure', 1),
    ...part('scorm2004', from, '$', scorm2004Course),
    ...part('branding', from, '$', readBranding),
    ...part('assistant', from, '$', readAssistant),
    assets: readAssets(from.assets, '$.assets'),
    ...part('cmi5', from, '$', readCmi5Course),
  };
}

function readAssets(json: unknown, where: string): Assets {
  const from = object(json, where);
  return {
    count: count(from, 'count', where),
    bytes: count(from, 'bytes', where),
    ...part('files', from, where, (files, at) => list(files, at).map((file, i) => assetFile(file, `${at}[${i}]`))),
    ...part('metadata', from, where, byPath),
  };
}

const byPath = (json: unknown, where: string): Record<string, Metadata> =>
  Object.fromEntries(
    Object.entries(object(json, where)).map(([path, said]) => [path, readMetadata(said, `${where}.${path}`)]),
  );

function assetFile(json: unknown, where: string): AssetFile {
  const from = object(json, where);
  const sha256 = text(from, 'sha256', where);
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Wrong(`${where}.sha256`, 'a SHA-256 in lower-case hex');
  const [path, mediaType] = [text(from, 'path', where), text(from, 'mediaType', where)];
  return { path, mediaType, bytes: count(from, 'bytes', where), sha256 };
}

function nodes(json: unknown, where: string, depth: number): StructureNode[] {
  if (depth > MAX_DEPTH) throw new Wrong(where, `at most ${MAX_DEPTH} levels`);
  return list(json, where).map((item, i) => node(object(item, `${where}[${i}]`), `${where}[${i}]`, depth));
}

function node(from: Json, where: string, depth: number): StructureNode {
  const kind = text(from, 'kind', where);
  return {
    id: text(from, 'id', where),
    kind,
    title: text(from, 'title', where),
    visible: flag(from, 'visible', where),
    // Nobody here knows how a node of another kind is opened.
    ...(isKnownKind(kind) ? part('launch', from, where, launch) : {}),
    ...part('scorm12', from, where, scorm12),
    ...part('scorm2004', from, where, scorm2004Node),
    ...part('cmi5', from, where, readCmi5Node),
    ...part('xapi', from, where, readXapiNode),
    ...part('metadata', from, where, readMetadata),
    children: nodes(from.children, `${where}.children`, depth + 1),
  };
}

function launch(json: unknown, where: string): NodeLaunch {
  const from = object(json, where);
  return { path: text(from, 'path', where), parameters: text(from, 'parameters', where) };
}

function scorm12(json: unknown, where: string): Scorm12NodeData {
  const from = object(json, where);
  return {
    ...optional('prerequisites', optionalText(from, 'prerequisites', where)),
    ...optional('masteryScore', optionalNumber(from, 'masteryScore', where)),
    ...optional('maxTimeAllowed', optionalText(from, 'maxTimeAllowed', where)),
    ...optional('timeLimitAction', optionalText(from, 'timeLimitAction', where)),
    ...optional('dataFromLms', optionalText(from, 'dataFromLms', where)),
  };
}
