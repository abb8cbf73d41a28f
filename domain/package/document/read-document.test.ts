import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LINE_CHARS_MAX, TEXT_CHARS_MAX } from './limits.ts';
import { mentions } from './media.ts';
import { readDocument } from './read-document.ts';

const documentOf = (blocks: unknown[], more: object = {}) => ({
  documentVersion: 1,
  id: 'd',
  title: 'D',
  languages: ['en'],
  parts: [{ id: 'p', title: 'P', blocks }],
  ...more,
});
/** What is read of one block, or every fault with its place below the block. */
function blockOf(block: object) {
  const read = readDocument(documentOf([block]));
  if (!read.ok)
    return read.error.map(({ where, message }) => `${where.replace('$.parts[0].blocks[0]', '')} ${message}`);
  const [part] = read.value.parts;
  return (part as { blocks: readonly unknown[] }).blocks[0];
}
const asked = (question: object) => {
  const block = { kind: 'quiz', id: 'z', questions: [{ id: 'q', prompt: ' Why? ', ...question }] };
  const read = blockOf(block);
  if (!Array.isArray(read)) return (read as { questions: unknown[] }).questions[0];
  return (read as string[]).map((fault) => fault.replace('.questions[0]', ''));
};

describe('what an authored document says', () => {
  it('[AUT-1] is read as it stands', () => {
    const file = new URL('../../../test/vectors/documents/v1-full.json', import.meta.url);
    const full = JSON.parse(readFileSync(file, 'utf8'));
    const read = readDocument(full);
    const blocks = full.parts[0].blocks;
    const { html, file: _, ...about } = { ...blocks[5], file: undefined };
    blocks[5] = { ...about, source: { html } };
    const { file: page, ...map } = blocks[6];
    blocks[6] = { ...map, source: { file: page }, height: 400 };
    blocks[7] = { kind: 'unknown', name: 'hologram' };
    expect(read.ok && read.value).toMatchObject(full);
  });
});

describe('what an authored document leaves unsaid', () => {
  it('[AUT-1] is absent, or has its default', () => {
    const read = readDocument(documentOf([]));
    expect(read.ok && read.value).toStrictEqual(documentOf([]));
    expect(blockOf({ kind: 'image', file: 'a.png', alt: '', caption: '' })).toStrictEqual({
      kind: 'image',
      file: 'a.png',
      alt: '',
    });
    const recording = { file: 'a.mp4', title: 'A', captions: [], required: false };
    expect(blockOf({ kind: 'video', file: 'a.mp4', title: ' A ' })).toStrictEqual({ kind: 'video', ...recording });
    expect(blockOf({ kind: 'audio', file: 'a.mp4', title: 'A', transcript: ' ' })).toStrictEqual({
      kind: 'audio',
      ...recording,
    });
    expect(blockOf({ kind: 'html', title: 'A', html: '' })).toStrictEqual({
      kind: 'html',
      title: 'A',
      source: { html: '' },
      height: 400,
    });
    const scenes = [{ id: 's', markdown: 'The end' }];
    expect(blockOf({ kind: 'scenario', id: 'x', scenes })).toStrictEqual({
      kind: 'scenario',
      id: 'x',
      points: 0,
      scenes: [{ id: 's', markdown: 'The end', choices: [] }],
    });
  });
  it('[AUT-1] and so is what a question leaves unsaid', () => {
    const about = { id: 'q', prompt: 'Why?', points: 1 };
    const options = (...correct: boolean[]) => correct.map((right, i) => ({ text: `${i}`, correct: right }));
    expect(asked({ type: 'other' })).toStrictEqual({ ...about, type: 'other' });
    expect(asked({ type: 'numeric', answer: 5, points: 0, feedback: { correct: 'Yes', incorrect: '' } })).toStrictEqual(
      {
        ...about,
        points: 0,
        feedback: { correct: 'Yes' },
        type: 'numeric',
        answer: 5,
        tolerance: 0,
      },
    );
    expect(asked({ type: 'fill-in', answers: ['a'] })).toStrictEqual({
      ...about,
      type: 'fill-in',
      answers: ['a'],
      caseSensitive: false,
    });
    expect(asked({ type: 'choice', options: options(true, true, false) })).toMatchObject({ multiple: true });
    expect(asked({ type: 'choice', options: options(true, false) })).toMatchObject({ multiple: false });
    expect(asked({ type: 'choice', multiple: true, options: options(true, false) })).toMatchObject({ multiple: true });
  });
});

describe('[AUT-2] what is wrong is told in a sentence', () => {
  it.each<[string, object, string[]]>([
    ['a text', { kind: 'text', markdown: ' ' }, ['.markdown Expected a text that is not empty.']],
    ['no text', { kind: 'text', markdown: 1 }, ['.markdown Expected a string.']],
    [
      'a long text',
      { kind: 'text', markdown: 'x'.repeat(TEXT_CHARS_MAX + 1) },
      ['.markdown Expected at most 500000 characters.'],
    ],
    [
      'a long caption',
      { kind: 'image', file: 'a', alt: '', caption: 'x'.repeat(LINE_CHARS_MAX + 1) },
      ['.caption Expected at most 1000 characters.'],
    ],
    ['HTML', { kind: 'html', title: 'A' }, [' Expected either html or file.']],
    ['a height', { kind: 'html', title: 'A', html: '', height: 4_001 }, ['.height Expected a number from 40 to 4000.']],
    ['a flag', { kind: 'audio', file: 'a', title: 'A', required: 1 }, ['.required Expected true or false.']],
    [
      'a file',
      { kind: 'file', file: 'a/./b', title: 'A' },
      ['.file Expected the path of a file in the package, or an address that begins with https://.'],
    ],
    ['a page', { kind: 'html', title: 'A', file: 'a\\b' }, ['.file Expected a path in the package.']],
    [
      'attempts',
      { kind: 'quiz', id: 'z', attempts: 1.5, questions: [{ id: 'q', prompt: 'x', type: 'other' }] },
      ['.attempts Expected a whole number.'],
    ],
    [
      'a story that is over and goes on',
      {
        kind: 'scenario',
        id: 'x',
        scenes: [
          { id: 'a', markdown: 'x', score: 5, choices: [{ text: 'On', to: 'b' }] },
          { id: 'b', markdown: 'x', score: 5, choices: [] },
        ],
      },
      ['.scenes[0].score Expected nothing: the story goes on from here.'],
    ],
    [
      'scenes',
      {
        kind: 'scenario',
        id: 'x',
        scenes: [
          { id: 'a', markdown: 'x', choices: [{ text: 'On', to: 'c' }] },
          { id: 'a', markdown: 'x', choices: [{ text: 'On', to: 'a' }] },
        ],
      },
      [
        '.scenes[0].choices[0].to Expected the id of a scene.',
        '.scenes[1].id Expected an id that no other scene has.',
        '.scenes[0] Expected a way from here to a scene without choices.',
        '.scenes[1] Expected a way from here to a scene without choices.',
      ],
    ],
  ])('%s', (_, block, faults) => {
    expect(blockOf(block)).toEqual(faults);
  });
  it.each<[string, object, string[]]>([
    ['true or false', { type: 'true-false' }, ['.answer Expected true or false.']],
    ['a number', { type: 'numeric' }, ['.answer Expected a number from -1000000000000000 to 1000000000000000.']],
    ['few items', { type: 'sequencing', items: ['a'] }, ['.items Expected 2 to 26 of them.']],
    ['a short scale', { type: 'likert', scale: ['a'] }, ['.scale Expected 2 to 26 of them.']],
    ['no steps', { type: 'performance', steps: [] }, ['.steps Expected 1 to 26 of them.']],
    [
      'an empty line',
      { type: 'performance', steps: ['', 5] },
      ['.steps[0] Expected a text that is not empty.', '.steps[1] Expected a string.'],
    ],
    [
      'no right option',
      { type: 'choice', options: [{ text: 'a' }, { text: 'b' }] },
      ['.options Expected an option that is correct.'],
    ],
    [
      'two right options',
      {
        type: 'choice',
        multiple: false,
        options: [
          { text: 'a', correct: true },
          { text: 'b', correct: true },
        ],
      },
      ['.options Expected one correct option, because multiple is false.'],
    ],
    [
      'one target twice',
      {
        type: 'matching',
        pairs: [
          { source: 'a', target: 'x' },
          { source: 'b', target: 'x' },
        ],
      },
      ['.pairs Expected a target of its own for each source.'],
    ],
  ])('of a question: %s', (_, question, faults) => {
    expect(asked(question)).toEqual(faults);
  });
  it('what is exactly at a limit is no fault', () => {
    expect(blockOf({ kind: 'text', markdown: 'x'.repeat(TEXT_CHARS_MAX) })).toMatchObject({ kind: 'text' });
    expect(asked({ type: 'likert', scale: ['a', 'b'] })).toMatchObject({ scale: ['a', 'b'] });
    expect(asked({ type: 'performance', steps: Array.from({ length: 26 }, () => 'a') })).toMatchObject({ id: 'q' });
    const height = (value: number) => blockOf({ kind: 'html', title: 'A', html: 'x', height: value });
    expect([height(40), height(4_000)]).toMatchObject([{ height: 40 }, { height: 4_000 }]);
    expect(blockOf({ kind: 'quiz', id: `a${'b'.repeat(63)}`, questions: [] })).toHaveLength(1);
    expect(blockOf({ kind: 'quiz', id: `a${'b'.repeat(64)}`, questions: [] })).toHaveLength(2);
  });
  it('two hundred of them, however many there are', () => {
    const read = readDocument(documentOf(Array.from({ length: 300 }, () => ({ kind: 'text', markdown: 5 }))));
    expect(!read.ok && read.error).toHaveLength(200);
    const nulls = readDocument(documentOf(Array.from({ length: 300 }, () => null)));
    expect(!nulls.ok && nulls.error).toHaveLength(200);
  });
  it('what is true of parts and pages as a whole', () => {
    const faults = (document: object) => {
      const read = readDocument(document);
      return read.ok ? [] : read.error.map(({ where, message }) => `${where} ${message}`);
    };
    const other = { kind: 'quiz', id: 'z', questions: [{ id: 'q', prompt: 'x', type: 'other' }] };
    const part = { id: 'p', title: 'P', blocks: [other] };
    expect(faults(documentOf([], { parts: [{ ...part, passingScore: 50 }, part] }))).toEqual([
      '$.parts[0].passingScore Expected nothing: no question or story of this page has points.',
      '$.parts[1].id Expected an id that no other part has.',
    ]);
    const story = { kind: 'scenario', id: 'x', points: 1, scenes: [{ id: 's', markdown: 'The end' }] };
    expect(faults(documentOf([], { parts: [{ ...part, passingScore: 50, blocks: [story] }] }))).toEqual([]);
    expect(faults(documentOf([], { parts: [{ id: 'p', title: 'P' }] }))).toEqual([
      '$.parts[0] Expected one of blocks, parts and package.',
    ]);
    expect(faults(documentOf([other, { ...other, id: 'q' }]))).toEqual([
      '$.parts[0].blocks[1].id Expected an id that nothing else on the page has.',
      '$.parts[0].blocks[1].questions[0].id Expected an id that nothing else on the page has.',
    ]);
    const pages = (count: number) => Array.from({ length: count }, (_, i) => ({ id: `p${i}`, title: 'P', blocks: [] }));
    const chapters = [
      { id: 'a', title: 'A', parts: pages(600) },
      { id: 'b', title: 'B', parts: pages(600).map((page) => ({ ...page, id: `b${page.id}` })) },
    ];
    expect(faults(documentOf([], { parts: chapters }))).toEqual([
      '$.parts Expected at most 1000 parts on all levels together.',
    ]);
    expect(faults(documentOf([], { parts: pages(1_000) }))).toEqual([]);
    expect(faults([])).toHaveLength(1);
    expect(faults({ ...documentOf([]), documentVersion: 2, branding: { logo: '../x' } })).toEqual([
      '$.documentVersion Expected the number 1.',
      '$.branding.logo Expected the path of a file in the package, or an address that begins with https://.',
    ]);
    const packages = (count: number) => pages(count).map(({ id, title }) => ({ id, title, package: id }));
    expect(
      faults(documentOf([], { parts: [...packages(20), ...pages(30).map((p) => ({ ...p, id: `q${p.id}` }))] })),
    ).toEqual([]);
    const texts = Array.from({ length: 40 }, () => ({ kind: 'text', markdown: 'x' }));
    expect(faults(documentOf(texts))).toEqual([]);
    const quizzes = (count: number) =>
      Array.from({ length: count }, (_, i) => ({
        ...other,
        id: `z${i}`,
        questions: [{ ...other.questions[0], id: `q${i}` }],
      }));
    expect(faults(documentOf(quizzes(30)))).toEqual([]);
    expect(faults(documentOf(quizzes(31)))).toEqual([
      '$.parts[0].blocks Expected at most 30 quizzes and stories a page.',
    ]);
    const questions = (count: number) =>
      Array.from({ length: count }, (_, i) => ({ ...other.questions[0], id: `q${i}` }));
    expect(
      faults(
        documentOf([
          { ...other, questions: questions(99) },
          { ...other, id: 'y' },
        ]),
      ),
    ).toEqual([]);
    expect(
      faults(
        documentOf([
          { ...other, questions: questions(100) },
          { ...other, id: 'y', questions: [{ ...other.questions[0], id: 'x' }] },
        ]),
      ),
    ).toEqual(['$.parts[0].blocks Expected at most 100 questions a page.']);
  });
});

describe('[AUT-7] files that a document names', () => {
  it('are those of its own members, each with its place', () => {
    const read = readDocument(
      documentOf(
        [
          { kind: 'text', markdown: '![x](in-markdown.png)' },
          { kind: 'image', file: 'a.png', alt: '' },
          { kind: 'file', file: 'b.pdf', title: 'B' },
          { kind: 'video', file: 'c.mp4', title: 'C', poster: 'd.png', captions: [{ file: 'e.vtt', language: 'en' }] },
          { kind: 'audio', file: 'https://x.example/f.mp3', title: 'F', poster: 'not-of-audio.png' },
          { kind: 'html', title: 'G', file: 'g/' },
          { kind: 'html', title: 'H', html: '<img src="in-html.png">' },
        ],
        { branding: { logo: 'logo.svg' } },
      ),
    );
    if (!read.ok) throw new Error(JSON.stringify(read.error));
    expect([...mentions(read.value)].map(({ file, where }) => `${file} ${where.replace('$.parts[0].', '')}`)).toEqual([
      'logo.svg $.branding.logo',
      'a.png blocks[1].file',
      'b.pdf blocks[2].file',
      'c.mp4 blocks[3].file',
      'd.png blocks[3].poster',
      'e.vtt blocks[3].captions[0].file',
      'https://x.example/f.mp3 blocks[4].file',
      'g blocks[5].file',
    ]);
  });
});
