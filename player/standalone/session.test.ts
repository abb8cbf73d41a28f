import { describe, expect, it } from 'vitest';
import type { PlayPackageManifest } from '../../domain/package/manifest.ts';
import { type CourseFile, pageAddress, playableNodes, withQuery } from './course-file.ts';
import type { Host, News } from './host/host.ts';
import { openSession } from './session.ts';

const sco = (id: string, path = `${id}.html`) =>
  ({ id, kind: 'sco', title: id, visible: true, launch: { path, parameters: '' }, children: [] }) as const;

const course = (format: PlayPackageManifest['format'] = 'scorm12'): CourseFile => ({
  courseVersion: 1,
  target: 'scorm2004',
  manifest: {
    manifestVersion: 1,
    minPlayerVersion: '0.1.0',
    format,
    identifier: 'c',
    activityId: 'https://x.example/c',
    title: 'Course',
    languages: [],
    structure: [sco('one'), { ...sco('group'), kind: 'block', launch: undefined, children: [sco('two')] } as never],
    assets: { count: 2, bytes: 2 },
  },
});

type Api = Readonly<Record<string, (...args: string[]) => string>>;

function open({
  saved,
  whole = false,
  fits = () => true,
  file = course(),
}: {
  saved?: string;
  whole?: boolean;
  fits?: (text: string) => boolean;
  file?: CourseFile;
} = {}) {
  const news: News[] = [];
  const kept: string[] = [];
  const timers: (() => void)[] = [];
  let lost = 0;
  const host: Host = {
    learner: { id: 'l', name: 'n' },
    mode: 'normal',
    credit: 'credit',
    saved,
    returns: false,
    tell: (told) => news.push(told),
    keep(texts) {
      const at = texts.findIndex(fits);
      if (at !== -1) kept.push(texts[at]!);
      return at;
    },
    end: (told) => news.push(told),
    gone() {},
    depart() {},
  };
  const nodes = playableNodes(file.manifest);
  const session = openSession({
    course: file,
    host,
    only: whole ? undefined : nodes[0],
    nowMs: () => news.length * 1000,
    after(_, then) {
      timers.push(then);
      return () => void timers.splice(timers.indexOf(then), 1);
    },
    told() {},
    notKept: () => lost++,
  });
  const begin = (at = 0): Api => session.open(nodes[at]!).globals.API as Api;
  return { session, begin, news, kept, timers, lost: () => lost, nodes };
}

describe('a sitting', () => {
  it('[STA-6] tells what follows each other together, and Commit at once', () => {
    const { begin, news, timers } = open();
    const api = begin();
    api.LMSInitialize!('');
    api.LMSSetValue!('cmi.core.score.raw', '50');
    api.LMSSetValue!('cmi.core.lesson_status', 'completed');
    expect([news.length, timers.length]).toEqual([0, 1]);
    timers[0]!();
    expect(news).toHaveLength(1);
    expect(news[0]!.report).toMatchObject({ completion: 'completed', score: { raw: 50, scaled: 0.5 } });
    api.LMSSetValue!('cmi.suspend_data', 'x');
    api.LMSCommit!('');
    expect(news).toHaveLength(2);
    api.LMSFinish!('');
    expect(news[2]!.report.suspended).toBe(false);
  });
  it('[STA-7] gives an answer one number', () => {
    const { begin, news, session } = open({ whole: true });
    const answer = (api: Api, n: number, value: string) => {
      api.LMSSetValue!(`cmi.interactions.${n}.id`, `q${n}`);
      api.LMSSetValue!(`cmi.interactions.${n}.student_response`, value);
      api.LMSCommit!('');
      return news.at(-1)!.answers.map(({ at, answer: { id, response } }) => `${at} ${id} ${response}`);
    };
    const first = begin(0);
    first.LMSInitialize!('');
    expect([answer(first, 0, 'a'), answer(first, 1, 'b'), answer(first, 0, 'c')]).toEqual([
      ['0 q0 a'],
      ['1 q1 b'],
      ['0 q0 c'],
    ]);
    session.close();
    const second = begin(1);
    second.LMSInitialize!('');
    expect(answer(second, 0, 'd')).toEqual(['2 q0 d']);
  });
  it('[STA-8] makes what is kept smaller until it fits, and says when nothing does', () => {
    const small = open({ fits: (text) => text.length < 300 });
    const api = small.begin();
    api.LMSInitialize!('');
    api.LMSSetValue!('cmi.interactions.0.id', 'q'.repeat(250));
    api.LMSSetValue!('cmi.suspend_data', 'place');
    api.LMSCommit!('');
    expect([small.lost(), small.kept.length]).toEqual([0, 1]);
    expect(small.kept[0]).toContain('place');
    expect(small.kept[0]).not.toContain('interactions');
    small.session.close();
    small.session.end();
    expect([small.lost(), small.kept.at(-1)!.includes('place')]).toEqual([0, true]);
    const none = open({ fits: () => false });
    none.begin().LMSInitialize!('');
    none.session.flush();
    expect(none.lost()).toBe(1);
  });
  it('[STA-8] goes on with what was kept, and with nothing else', () => {
    const first = open();
    const api = first.begin();
    api.LMSInitialize!('');
    api.LMSSetValue!('cmi.suspend_data', 'place');
    api.LMSSetValue!('cmi.core.lesson_status', 'incomplete');
    first.session.close();
    const again = open({ saved: first.kept.at(-1)! }).begin();
    again.LMSInitialize!('');
    expect([again.LMSGetValue!('cmi.suspend_data'), again.LMSGetValue!('cmi.core.entry')]).toEqual(['place', 'resume']);
    for (const saved of ['', 'x', '{"v":2}', '{"v":1}', 'null', first.kept.at(-1)!.slice(0, -5)]) {
      const anew = open({ saved }).begin();
      anew.LMSInitialize!('');
      expect(anew.LMSGetValue!('cmi.core.entry')).toBe('ab-initio');
    }
  });
  it.each(['scorm12', 'scorm2004-3'] as const)(
    '[STA-2] keeps what was saved of a page that is left before it begins: %s',
    (format) => {
      const file = course(format);
      const api = format === 'scorm12' ? 'API' : 'API_1484_11';
      const call = (globals: Readonly<Record<string, unknown>>, method: string, ...args: string[]): string => {
        const own = globals[api] as Api;
        return (own[`LMS${method}`] ?? own[method])!(...args);
      };
      const status = format === 'scorm12' ? 'cmi.core.lesson_status' : 'cmi.completion_status';
      const first = open({ file });
      const { globals } = first.session.open(first.nodes[0]!);
      call(globals, 'Initialize', '');
      call(globals, 'SetValue', 'cmi.suspend_data', 'place');
      call(globals, 'SetValue', status, 'incomplete');
      first.session.close();
      const glance = open({ file, saved: first.kept.at(-1)! });
      glance.session.open(glance.nodes[0]!);
      glance.session.close();
      expect(glance.news.at(-1)!.report.completion).toBe('incomplete');
      const again = open({ file, saved: glance.kept.at(-1)! });
      const { globals: found } = again.session.open(again.nodes[0]!);
      call(found, 'Initialize', '');
      expect(call(found, 'GetValue', 'cmi.suspend_data')).toBe('place');
    },
  );
  it.each(['scorm12', 'scorm2004-3'] as const)(
    '[STA-15] a page that never speaks is complete when it is left: %s',
    (format) => {
      const { session, nodes, news } = open({ file: course(format) });
      session.open(nodes[0]!);
      session.close();
      expect(news.at(-1)!.report).toMatchObject({ completion: 'completed', success: 'unknown', suspended: false });
    },
  );
  it('[STA-6] reports a course of several parts as one, and says no more after its end', () => {
    const { begin, news, kept, session, nodes } = open({ whole: true });
    for (const at of [0, 1]) {
      const api = begin(at);
      api.LMSInitialize!('');
      api.LMSSetValue!('cmi.core.score.raw', String(50 + 50 * at));
      api.LMSSetValue!('cmi.core.lesson_status', 'passed');
      api.LMSFinish!('');
      session.close();
      expect(session.reportOf(nodes[at]!).success).toBe('passed');
      expect(news.at(-1)!.report.completion).toBe(at === 0 ? 'incomplete' : 'completed');
    }
    session.end();
    expect(news.at(-1)!.report).toMatchObject({ completion: 'completed', success: 'passed', score: { scaled: 0.75 } });
    expect(open({ saved: kept.at(-1)!, whole: true }).session.lastNode).toBe('two');
    const told = news.length;
    session.end();
    session.flush();
    expect(news).toHaveLength(told);
  });
});

describe('addresses', () => {
  it.each([
    ['a b/ü#.html', '../a%20b/%C3%BC%23.html'],
    ['https://x.example/a', 'https://x.example/a'],
    ['HTTPS://x.example/a', 'HTTPS://x.example/a'],
    ['.lectern/static/document.html', 'document.html'],
  ])('[STA-1] of %s', (path, address) => {
    expect(pageAddress(sco('x', path))).toBe(address);
  });
  it('[STA-1] take launch parameters into their query', () => {
    expect(withQuery('a.html', 'x=1')).toBe('a.html?x=1');
    expect(withQuery('a.html?y=2#end', 'x=1')).toBe('a.html?y=2&x=1#end');
    expect(withQuery('a.html#end', '')).toBe('a.html#end');
  });
});
