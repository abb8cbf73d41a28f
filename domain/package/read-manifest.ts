import { type Problem, problem } from '../kernel/problem.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import type {
  NodeKind,
  NodeLaunch,
  PackageFormat,
  PlayPackageManifest,
  Scorm12NodeData,
  StructureNode,
} from './manifest.ts';

const FORMATS: readonly PackageFormat[] = [
  'scorm12',
  'scorm2004-2',
  'scorm2004-3',
  'scorm2004-4',
  'cmi5',
  'xapi',
  'document',
];
const KINDS: readonly NodeKind[] = ['block', 'sco', 'asset', 'au'];
/** As deep as importers make them; a reader of foreign JSON must not run out of stack. */
const MAX_DEPTH = 64;

type Json = Readonly<Record<string, unknown>>;

/** Thrown inside this file only: a reader of nested parts would otherwise hand a result through every line. */
class Wrong extends Error {
  readonly where: string;
  constructor(where: string, expected: string) {
    super(`Expected ${expected}.`);
    this.where = where;
  }
}

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
  const assets = object(from.assets, '$.assets');
  return {
    manifestVersion: 1,
    minPlayerVersion: text(from, 'minPlayerVersion', '$'),
    format: oneOf(FORMATS, from.format, '$.format'),
    identifier: text(from, 'identifier', '$'),
    activityId: text(from, 'activityId', '$'),
    title: text(from, 'title', '$'),
    ...optional('description', optionalText(from, 'description', '$')),
    languages: list(from.languages, '$.languages').map((tag, i) => {
      if (typeof tag !== 'string') throw new Wrong(`$.languages[${i}]`, 'a string');
      return tag;
    }),
    structure: nodes(from.structure, '$.structure', 1),
    assets: { count: count(assets, 'count', '$.assets'), bytes: count(assets, 'bytes', '$.assets') },
  };
}

function nodes(json: unknown, where: string, depth: number): StructureNode[] {
  if (depth > MAX_DEPTH) throw new Wrong(where, `at most ${MAX_DEPTH} levels`);
  return list(json, where).map((item, i) => node(object(item, `${where}[${i}]`), `${where}[${i}]`, depth));
}

function node(from: Json, where: string, depth: number): StructureNode {
  if (typeof from.visible !== 'boolean') throw new Wrong(`${where}.visible`, 'true or false');
  return {
    id: text(from, 'id', where),
    kind: oneOf(KINDS, from.kind, `${where}.kind`),
    title: text(from, 'title', where),
    visible: from.visible,
    ...optional('launch', from.launch === undefined ? undefined : launch(from.launch, `${where}.launch`)),
    ...optional('scorm12', from.scorm12 === undefined ? undefined : scorm12(from.scorm12, `${where}.scorm12`)),
    children: nodes(from.children, `${where}.children`, depth + 1),
  };
}

function launch(json: unknown, where: string): NodeLaunch {
  const from = object(json, where);
  return { path: text(from, 'path', where), parameters: text(from, 'parameters', where) };
}

function scorm12(json: unknown, where: string): Scorm12NodeData {
  const from = object(json, where);
  const mastery = from.masteryScore;
  if (mastery !== undefined && typeof mastery !== 'number') throw new Wrong(`${where}.masteryScore`, 'a number');
  return {
    ...optional('prerequisites', optionalText(from, 'prerequisites', where)),
    ...optional('masteryScore', mastery),
    ...optional('maxTimeAllowed', optionalText(from, 'maxTimeAllowed', where)),
    ...optional('timeLimitAction', optionalText(from, 'timeLimitAction', where)),
    ...optional('dataFromLms', optionalText(from, 'dataFromLms', where)),
  };
}

function object(json: unknown, where: string): Json {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw new Wrong(where, 'an object');
  return json as Json;
}

function list(json: unknown, where: string): readonly unknown[] {
  if (!Array.isArray(json)) throw new Wrong(where, 'an array');
  return json;
}

function text(from: Json, key: string, where: string): string {
  const value = from[key];
  if (typeof value !== 'string') throw new Wrong(`${where}.${key}`, 'a string');
  return value;
}

const optionalText = (from: Json, key: string, where: string): string | undefined =>
  from[key] === undefined ? undefined : text(from, key, where);

function count(from: Json, key: string, where: string): number {
  const value = from[key];
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw new Wrong(`${where}.${key}`, 'a whole number');
  return value as number;
}

function oneOf<T extends string>(allowed: readonly T[], value: unknown, where: string): T {
  if (!allowed.includes(value as T)) throw new Wrong(where, `one of ${allowed.join(', ')}`);
  return value as T;
}

const optional = <K extends string, T>(key: K, value: T | undefined): { [key in K]?: T } =>
  value === undefined ? {} : ({ [key]: value } as { [key in K]: T });
