import { LANGUAGES_MAX } from '../language-tag.ts';
import { type Json, optional } from '../manifest-json.ts';
import type { Block, Captions, HtmlBlock, QuizBlock, ScenarioBlock, Scene } from './document.ts';
import {
  ATTEMPTS_MAX,
  HEIGHT_MAX,
  HEIGHT_MIN,
  HEIGHT_UNLESS_SAID,
  LINE_CHARS_MAX,
  OPTIONS_MAX,
  POINTS_MAX,
  QUESTIONS_A_PAGE_MAX,
  SCENES_MAX,
  TEXT_CHARS_MAX,
} from './limits.ts';
import { readFileName, readPath } from './media.ts';
import { readQuestion } from './read-question.ts';
import type { Take } from './take.ts';

/** One block of a page; a kind that is not known is carried. `where` is its JSON path. */
export function readBlock(take: Take, json: unknown, where: string): Block {
  const from = take.object(json, where);
  const kind = take.text(from, 'kind', where, LINE_CHARS_MAX);
  switch (kind) {
    case 'text':
      return { kind, markdown: take.text(from, 'markdown', where, TEXT_CHARS_MAX) };
    case 'image':
      return {
        kind,
        file: readFileName(take, from, 'file', where),
        alt: take.anyText(from, 'alt', where, LINE_CHARS_MAX),
        ...optional('caption', take.optionalText(from, 'caption', where, LINE_CHARS_MAX)),
      };
    case 'video': {
      const poster = from.poster === undefined ? undefined : readFileName(take, from, 'poster', where);
      return { kind, ...recording(take, from, where), ...optional('poster', poster) };
    }
    case 'audio':
      return { kind, ...recording(take, from, where) };
    case 'file':
      return {
        kind,
        file: readFileName(take, from, 'file', where),
        title: take.text(from, 'title', where, LINE_CHARS_MAX),
        ...optional('description', take.optionalText(from, 'description', where, LINE_CHARS_MAX)),
      };
    case 'html':
      return html(take, from, where);
    case 'quiz':
      return quiz(take, from, where);
    case 'scenario':
      return scenario(take, from, where);
    default:
      return { kind: 'unknown', name: kind };
  }
}

function recording(take: Take, from: Json, where: string) {
  return {
    file: readFileName(take, from, 'file', where),
    title: take.text(from, 'title', where, LINE_CHARS_MAX),
    captions: from.captions === undefined ? [] : captions(take, from, where),
    ...optional('transcript', take.optionalText(from, 'transcript', where, TEXT_CHARS_MAX)),
    required: take.flag(from, 'required', where),
  };
}

const captions = (take: Take, from: Json, where: string): Captions[] =>
  take.list(from, 'captions', { where, min: 0, max: LANGUAGES_MAX }, (json, at) => {
    const track = take.object(json, at);
    return {
      file: readPath(take, track, 'file', at),
      language: take.language(track.language, `${at}.language`),
      ...optional('label', take.optionalText(track, 'label', at, LINE_CHARS_MAX)),
    };
  });

function html(take: Take, from: Json, where: string): HtmlBlock {
  if ((from.html === undefined) === (from.file === undefined)) take.wrong(where, 'either html or file');
  return {
    kind: 'html',
    title: take.text(from, 'title', where, LINE_CHARS_MAX),
    source:
      from.file === undefined
        ? { html: take.optionalText(from, 'html', where, TEXT_CHARS_MAX) ?? '' }
        : { file: readPath(take, from, 'file', where) },
    height: take.optionalNumber(from, 'height', where, { min: HEIGHT_MIN, max: HEIGHT_MAX }) ?? HEIGHT_UNLESS_SAID,
  };
}

function quiz(take: Take, from: Json, where: string): QuizBlock {
  const attempts = take.optionalNumber(from, 'attempts', where, { min: 1, max: ATTEMPTS_MAX });
  if (attempts !== undefined && !Number.isInteger(attempts)) take.wrong(`${where}.attempts`, 'a whole number');
  return {
    kind: 'quiz',
    id: take.id(from, 'id', where),
    ...optional('title', take.optionalText(from, 'title', where, LINE_CHARS_MAX)),
    ...optional('attempts', attempts),
    questions: take.list(from, 'questions', { where, min: 1, max: QUESTIONS_A_PAGE_MAX }, (json, at) =>
      readQuestion(take, json, at),
    ),
  };
}

function scenario(take: Take, from: Json, where: string): ScenarioBlock {
  const scenes = take.list(from, 'scenes', { where, min: 1, max: SCENES_MAX }, (json, at) => scene(take, json, at));
  checkWays(take, scenes, `${where}.scenes`);
  return {
    kind: 'scenario',
    id: take.id(from, 'id', where),
    ...optional('title', take.optionalText(from, 'title', where, LINE_CHARS_MAX)),
    points: take.optionalNumber(from, 'points', where, { min: 0, max: POINTS_MAX }) ?? 0,
    scenes,
  };
}

function scene(take: Take, json: unknown, where: string): Scene {
  const from = take.object(json, where);
  const score = take.optionalNumber(from, 'score', where, { min: 0, max: 100 });
  const choices =
    from.choices === undefined
      ? []
      : take.list(from, 'choices', { where, min: 0, max: OPTIONS_MAX }, (member, at) => {
          const choice = take.object(member, at);
          return { text: take.text(choice, 'text', at, LINE_CHARS_MAX), to: take.id(choice, 'to', at) };
        });
  if (score !== undefined && choices.length > 0) take.wrong(`${where}.score`, 'nothing: the story goes on from here');
  return {
    id: take.id(from, 'id', where),
    markdown: take.text(from, 'markdown', where, TEXT_CHARS_MAX),
    choices,
    ...optional('score', score),
  };
}

/** Every choice leads somewhere, and from every scene the story can come to an end: else no learner completes the page. */
function checkWays(take: Take, scenes: readonly Scene[], where: string): void {
  const ids = new Set(scenes.map(({ id }) => id));
  scenes.forEach((from, i) => {
    if (scenes.findIndex(({ id }) => id === from.id) < i)
      take.wrong(`${where}[${i}].id`, 'an id that no other scene has');
    from.choices.forEach(({ to }, n) => {
      if (to !== '' && !ids.has(to)) take.wrong(`${where}[${i}].choices[${n}].to`, 'the id of a scene');
    });
  });
  const ending = new Set(scenes.filter(({ choices }) => choices.length === 0).map(({ id }) => id));
  for (let grown = true; grown; ) {
    const more = scenes.filter(({ id, choices }) => !ending.has(id) && choices.some(({ to }) => ending.has(to)));
    for (const { id } of more) ending.add(id);
    grown = more.length > 0;
  }
  scenes.forEach(({ id }, i) => {
    if (!ending.has(id)) take.wrong(`${where}[${i}]`, 'a way from here to a scene without choices');
  });
}
