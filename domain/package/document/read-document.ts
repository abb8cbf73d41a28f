import { err, ok, type Result } from '../../kernel/result.ts';
import { readAssistant } from '../assistant.ts';
import { readBranding } from '../branding.ts';
import { LANGUAGES_MAX } from '../language-tag.ts';
import { type Json, optional } from '../manifest-json.ts';
import { TITLE_CHARS_MAX } from '../size.ts';
import type { AuthoredDocument, Page, Part } from './document.ts';
import { isPage, partsOf } from './document.ts';
import {
  BLOCKS_A_PAGE_MAX,
  DEPTH_MAX,
  EMBEDDED_MAX,
  PARTS_MAX,
  QUESTIONS_A_PAGE_MAX,
  TASKS_A_PAGE_MAX,
  TEXT_CHARS_MAX,
} from './limits.ts';
import { readFileName, readPath } from './media.ts';
import { pointsOf } from './question.ts';
import { readBlock } from './read-block.ts';
import { type Fault, Take } from './take.ts';

/** An identifier of a course is the author's own word, or an IRI. */
const IDENTIFIER_MAX = 500;

/**
 * Reads an authored document from parsed JSON: every fault with its JSON path, not only the first. Members that are not known
 * are passed over.
 */
export function readDocument(json: unknown): Result<AuthoredDocument, readonly Fault[]> {
  const take = new Take();
  const from = take.object(json, '$');
  if (take.faults.length > 0) return err(take.faults);
  if (from.documentVersion !== 1) take.wrong('$.documentVersion', 'the number 1');
  const document: AuthoredDocument = {
    documentVersion: 1,
    id: take.text(from, 'id', '$', IDENTIFIER_MAX),
    title: take.text(from, 'title', '$', TITLE_CHARS_MAX),
    ...optional('description', take.optionalText(from, 'description', '$', TEXT_CHARS_MAX)),
    languages: take.list(from, 'languages', { where: '$', min: 1, max: LANGUAGES_MAX }, (tag, at) =>
      take.language(tag, at),
    ),
    ...member(take, from, 'branding', readBranding),
    ...member(take, from, 'assistant', readAssistant),
    parts: readParts(take, from, '$', 1),
  };
  if (document.branding?.logo !== undefined) readFileName(take, { ...document.branding }, 'logo', '$.branding');
  checkParts(take, document);
  return take.faults.length > 0 ? err(take.faults) : ok(document);
}

function member<K extends string, T>(take: Take, from: Json, key: K, read: (json: unknown, where: string) => T) {
  const value = from[key];
  return optional(key, value === undefined ? undefined : take.try(() => read(value, `$.${key}`), undefined));
}

const readParts = (take: Take, from: Json, where: string, depth: number): Part[] =>
  take.list(from, 'parts', { where, min: 1, max: PARTS_MAX }, (json, at) => readPart(take, json, at, depth));

function readPart(take: Take, json: unknown, where: string, depth: number): Part {
  const from = take.object(json, where);
  const named = { id: take.id(from, 'id', where), title: take.text(from, 'title', where, TITLE_CHARS_MAX) };
  const kinds = (['blocks', 'parts', 'package'] as const).filter((key) => from[key] !== undefined);
  if (kinds.length !== 1) take.wrong(where, 'one of blocks, parts and package');
  if (kinds[0] === 'parts') {
    if (depth < DEPTH_MAX) return { ...named, parts: readParts(take, from, where, depth + 1) };
    take.wrong(`${where}.parts`, `at most ${DEPTH_MAX} levels`);
  }
  if (kinds[0] === 'package') return { ...named, package: readPath(take, from, 'package', where) };
  return { ...named, ...readPage(take, kinds.length === 0 ? { blocks: [] } : from, where) };
}

function readPage(take: Take, from: Json, where: string): Pick<Page, 'passingScore' | 'blocks'> {
  return {
    ...optional('passingScore', take.optionalNumber(from, 'passingScore', where, { min: 0, max: 100 })),
    blocks:
      from.blocks === undefined
        ? []
        : take.list(from, 'blocks', { where, min: 0, max: BLOCKS_A_PAGE_MAX }, (json, at) => readBlock(take, json, at)),
  };
}

/** What is true of all parts together. */
function checkParts(take: Take, document: AuthoredDocument): void {
  const parts = [...partsOf(document)];
  if (parts.length > PARTS_MAX) take.wrong('$.parts', `at most ${PARTS_MAX} parts on all levels together`);
  if (parts.filter(({ part }) => 'package' in part).length > EMBEDDED_MAX) {
    take.wrong('$.parts', `at most ${EMBEDDED_MAX} embedded packages`);
  }
  const ids = new Set<string>();
  for (const { part, where } of parts) {
    if (ids.has(part.id)) take.wrong(`${where}.id`, 'an id that no other part has');
    ids.add(part.id);
    if (isPage(part)) checkPage(take, part, where);
  }
}

/** Records and saved answers name a quiz, a question and a story by ids that are unique on the page. */
function checkPage(take: Take, page: Page, where: string): void {
  const ids = new Set<string>();
  const add = (id: string, at: string): void => {
    if (ids.has(id)) take.wrong(at, 'an id that nothing else on the page has');
    ids.add(id);
  };
  let questions = 0;
  let points = 0;
  for (const [i, block] of page.blocks.entries()) {
    const at = `${where}.blocks[${i}]`;
    if (block.kind !== 'quiz' && block.kind !== 'scenario') continue;
    add(block.id, `${at}.id`);
    if (block.kind === 'scenario') {
      points += block.points;
      continue;
    }
    questions += block.questions.length;
    points += pointsOf(block.questions);
    for (const [n, { id }] of block.questions.entries()) add(id, `${at}.questions[${n}].id`);
  }
  const tasks = page.blocks.filter(({ kind }) => kind === 'quiz' || kind === 'scenario').length;
  if (tasks > TASKS_A_PAGE_MAX) take.wrong(`${where}.blocks`, `at most ${TASKS_A_PAGE_MAX} quizzes and stories a page`);
  if (questions > QUESTIONS_A_PAGE_MAX)
    take.wrong(`${where}.blocks`, `at most ${QUESTIONS_A_PAGE_MAX} questions a page`);
  if (page.passingScore !== undefined && points === 0) {
    take.wrong(`${where}.passingScore`, 'nothing: no question or story of this page has points');
  }
}
