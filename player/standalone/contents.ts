/** The list of what a course holds, for hosts that launch it as one thing. */
import type { StructureNode } from '../../domain/package/manifest.ts';
import type { Report } from '../../domain/runtime/crossing/index.ts';
import { isPlayable, type PlayableNode } from './course-file.ts';
import { element } from './element.ts';
import type { Words } from './words/en.ts';

export interface Contents {
  readonly list: HTMLElement;
  /** Shows where the learner is and how each part stands. */
  update(at: PlayableNode | undefined, reportOf: (node: PlayableNode) => Report): void;
}

export interface ContentsInit {
  readonly words: Words;
  readonly choose: (node: PlayableNode) => void;
}

export function createContents(nodes: readonly StructureNode[], { words, choose }: ContentsInit): Contents {
  const entries: { node: PlayableNode; button: HTMLButtonElement; status: HTMLElement }[] = [];
  const item = (node: StructureNode): HTMLElement[] => {
    // Hidden parts are played, not listed; what lies below them is.
    if (!node.visible) return node.children.flatMap(item);
    return [element('li', {}, ...heading(node), ...sublist(node.children))];
  };
  const heading = (node: StructureNode): HTMLElement[] => {
    if (!isPlayable(node)) return [element('span', { className: 'block' }, node.title)];
    const status = element('span', { className: 'status' });
    const button = element(
      'button',
      { type: 'button', onclick: () => choose(node) },
      element('span', {}, node.title),
      status,
    );
    entries.push({ node, button, status });
    return [button];
  };
  const sublist = (children: readonly StructureNode[]): HTMLElement[] =>
    children.length === 0 ? [] : [element('ol', {}, ...children.flatMap(item))];
  return {
    list: element('ol', {}, ...nodes.flatMap(item)),
    update(at, reportOf) {
      for (const { node, button, status } of entries) {
        const word = statusOf(reportOf(node));
        status.textContent = words.status[word];
        status.dataset.status = word;
        if (node === at) button.setAttribute('aria-current', 'true');
        else button.removeAttribute('aria-current');
      }
    },
  };
}

export function statusOf({ completion, success }: Report): keyof Words['status'] {
  if (success === 'failed') return 'failed';
  return completion === 'completed' && success === 'passed' ? 'passed' : completion;
}
