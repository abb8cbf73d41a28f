/** The page of the standalone player: the course alone, or with a bar and its contents. */
import type { PlayPackageManifest } from '../../domain/package/manifest.ts';
import type { Report } from '../../domain/runtime/crossing/index.ts';
import { accentProperties } from '../document/accent.ts';
import { type ContentsInit, createContents } from './contents.ts';
import { fileAddress, type PlayableNode, playableNodes } from './course-file.ts';
import { element } from './element.ts';
import { createStage, type Stage } from './stage.ts';
import type { Words } from './words/en.ts';

export interface View {
  readonly stage: Stage;
  update(at: PlayableNode | undefined, reportOf: (node: PlayableNode) => Report): void;
  /** Says something above the course until it is put away. */
  note(text: string): void;
}

export interface ViewInit {
  readonly manifest: PlayPackageManifest;
  readonly words: Words;
  /** Shown with the contents when the whole course was launched. */
  readonly choose: ((node: PlayableNode) => void) | undefined;
  readonly exit: (() => void) | undefined;
}

export function createView(body: HTMLElement, { manifest, words, choose, exit }: ViewInit): View {
  const main = element('main', { className: 'stage' });
  const notes = element('div', { className: 'notes' });
  notes.setAttribute('role', 'status');
  const contents =
    choose === undefined
      ? undefined
      : createContents(manifest.structure, {
          words,
          choose: (node) => {
            toggle?.setAttribute('aria-expanded', 'false');
            choose(node);
          },
        });
  const nav = contents && element('nav', { id: 'contents' }, contents.list);
  nav?.setAttribute('aria-label', words.contents);
  const toggle = nav && element('button', { type: 'button', className: 'toggle' }, words.contents);
  toggle?.setAttribute('aria-controls', 'contents');
  toggle?.setAttribute('aria-expanded', 'false');
  toggle?.addEventListener('click', () =>
    toggle.setAttribute('aria-expanded', String(toggle.getAttribute('aria-expanded') !== 'true')),
  );
  const steps = choose && createSteps(playableNodes(manifest), { words, choose });
  const leave = exit && element('button', { type: 'button', className: 'exit', onclick: exit }, words.exit);
  const hasBar = toggle !== undefined || leave !== undefined;
  // Without controls the course owns the screen; the page still has its heading.
  const bar = element(
    'header',
    hasBar ? {} : { className: 'unseen' },
    ...some(toggle),
    ...some(logoOf(manifest)),
    element('h1', {}, manifest.title),
    ...some(leave),
  );
  document.title = manifest.title;
  const { accent } = manifest.branding?.colours ?? {};
  for (const [name, value] of Object.entries(accent === undefined ? {} : accentProperties(accent))) {
    document.documentElement.style.setProperty(name, value);
  }
  body.replaceChildren(bar, notes, element('div', { className: 'course' }, ...some(nav), main), ...some(steps?.bar));
  return {
    stage: createStage(main),
    update(at, reportOf) {
      contents?.update(at, reportOf);
      steps?.update(at);
    },
    note(text) {
      const note = element('p', {}, element('span', {}, text));
      note.append(element('button', { type: 'button', onclick: () => note.remove() }, words.dismiss));
      notes.replaceChildren(note);
    },
  };
}

/** Whose course it is: the logo that lies in it, with the name for those who do not see it. */
function logoOf({ branding }: PlayPackageManifest): HTMLElement | undefined {
  if (branding?.logo === undefined) return undefined;
  return element('img', { src: fileAddress(branding.logo), alt: branding.name ?? '' });
}

/** From part to part, in the order of the contents. */
function createSteps(nodes: readonly PlayableNode[], { words, choose }: ContentsInit) {
  let at = 0;
  const button = (text: string, by: number) =>
    element('button', { type: 'button', onclick: () => choose(nodes[at + by]!) }, text);
  const previous = button(words.previous, -1);
  const next = button(words.continue, 1);
  return {
    bar: element('footer', {}, previous, next),
    update(node: PlayableNode | undefined): void {
      at = node === undefined ? 0 : nodes.indexOf(node);
      previous.disabled = at <= 0;
      next.disabled = at >= nodes.length - 1;
    },
  };
}

const some = <T>(value: T | undefined): T[] => (value === undefined ? [] : [value]);
