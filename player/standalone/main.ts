/** The player that lies in an export: it is the SCO, AU or activity that somebody else's platform launches. */
import { directionOf } from '../../ui/messages/direction.ts';
import { type CourseFile, type PlayableNode, pageAddress, playableNodes, withQuery } from './course-file.ts';
import { element } from './element.ts';
import { connectCmi5 } from './host/cmi5.ts';
import { type Host, nobody } from './host/host.ts';
import { connectScorm, DIALECTS } from './host/scorm.ts';
import { connectXapi } from './host/xapi.ts';
import { wordsIn } from './messages.ts';
import type { Part } from './part/part.ts';
import { openSession } from './session.ts';
import { createView } from './view.ts';
import './player.css';

const parameters = new URLSearchParams(location.search);
/** The reader's own language, until the course is there and says which one it is in. */
let words = wordsIn(navigator.languages);

async function start(): Promise<void> {
  const response = await fetch('course.json');
  if (!response.ok) throw new Error(`course.json: ${response.status}`);
  const course = (await response.json()) as CourseFile;
  speak([...course.manifest.languages, ...navigator.languages]);
  const nodes = playableNodes(course.manifest);
  const asked = parameters.get('node');
  const only = asked === null ? (nodes.length === 1 ? nodes[0] : undefined) : nodes.find(({ id }) => id === asked);
  if (asked !== null && only === undefined) return fail(words.noNode);
  const host = await connect(course);
  // A page looks for its API from parent to parent and must stop here: the platform's own is not for it.
  window.parent = window;
  play({ course, host: host ?? nobody, only, nodes });
}

/** [STA-16] The page is in the language of its course, or of its reader when the course names none. */
function speak([language]: readonly string[]): void {
  if (language === undefined) return;
  words = wordsIn([language]);
  document.documentElement.lang = language;
  document.documentElement.dir = directionOf(language);
}

/** The platform that launched this, by what the export was made for. */
async function connect({ target, manifest }: CourseFile): Promise<Host | undefined> {
  if (target === 'cmi5') return connectCmi5(parameters);
  if (target === 'xapi') return connectXapi(parameters, manifest.activityId);
  return connectScorm(DIALECTS[target], window);
}

function play(of: {
  course: CourseFile;
  host: Host;
  only: PlayableNode | undefined;
  nodes: readonly PlayableNode[];
}): void {
  const { course, host, only, nodes } = of;
  let at: PlayableNode | undefined;
  let part: Part | undefined;
  const session = openSession({
    course,
    host,
    only,
    nowMs: () => performance.now(),
    after(ms, then) {
      const timer = setTimeout(then, ms);
      return () => clearTimeout(timer);
    },
    told() {
      view.update(at, session.reportOf);
      if (only !== undefined && part?.finished) setTimeout(finish);
    },
    notKept: () => view.note(words.notKept),
  });
  const leave = (): void => {
    view.stage.clear();
    session.close();
  };
  /** The page has ended its own session, so this one ends with it, once the page has had its answer. */
  const finish = (): void => {
    if (part?.leaving) exit();
    else session.end();
  };
  const exit = (): void => {
    leave();
    part = undefined;
    session.end();
    document.querySelector('main')?.replaceChildren(element('p', {}, words.ended));
    host.depart();
  };
  const open = (node: PlayableNode): void => {
    leave();
    at = node;
    part = session.open(node);
    for (const name of ['API', 'API_1484_11', 'LecternLrs']) Reflect.deleteProperty(window, name);
    Object.assign(window, part.globals);
    view.stage.open(node.title, withQuery(pageAddress(node), part.query));
    view.update(node, session.reportOf);
  };
  const view = createView(document.body, {
    manifest: course.manifest,
    words,
    choose: only === undefined ? open : undefined,
    exit: host.returns ? exit : undefined,
  });
  if (host === nobody) view.note(words.nobody);
  // Removing the page runs its unload handlers now: they find their API, and what they say is told.
  addEventListener('pagehide', () => {
    leave();
    session.end();
    host.gone();
  });
  // A page that comes back from the browser's memory has ended its session.
  addEventListener('pageshow', (event) => event.persisted && location.reload());
  // A phone may take a hidden page away without a word.
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && session.flush());
  open(only ?? nodes.find(({ id }) => id === session.lastNode) ?? nodes[0]!);
}

function fail(text: string): void {
  document.body.replaceChildren(element('main', { className: 'stage' }, element('p', {}, text)));
}

start().catch((error: unknown) => {
  console.error(error);
  fail(words.missing);
});
