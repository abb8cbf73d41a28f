/** What stands in one file. Patterns are bounded, so that no text makes them slow. */
import type { Observations, Place } from './observations.ts';

const TAG =
  /<(a|area|audio|embed|form|frame|iframe|img|input|link|object|script|source|track|video)\s([^<>]{1,4000})>/gi;
const ATTRIBUTE = /(?:^|\s)(src|href|data|poster|action|rel)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+))/gi;
/** Relations of a `link` that make the browser load something for this page. */
const LOADING_RELATION = /stylesheet|icon|preload|manifest/i;
const STYLE_URL = /(?:url\(\s*["']?|@import\s+["'])((?:https?:)?\/\/[^"')\s]{1,1000})/gi;
const OUTSIDE = /^\s*(?:https?:)?\/\/[^/?#\s]/i;

/** Handlers of `unload` and `beforeunload`: as attribute, property, listener or by jQuery. */
const SAVES_ON_UNLOAD = /\bon(?:before)?unload\b|["'](?:before)?unload["']|\.(?:before)?unload\s*\(/i;
/** A file that says nothing of these does not save: libraries handle `unload` for purposes of their own. */
const SAVES = /scorm|LMSFinish|LMSCommit|Terminate|Commit|suspend/i;
/** The events that still come where `unload` does not. */
const SAVES_BETTER = /pagehide|visibilitychange/i;

export function observePage(observations: Observations, path: string, text: string): void {
  const visible = withoutComments(text);
  for (const tag of visible.matchAll(TAG)) {
    const [, name, attributes] = tag;
    const place = placeOf(path, visible, tag.index);
    observeTag(observations, name!.toLowerCase(), attributesOf(attributes!), place);
  }
  observeStyle(observations, path, visible);
  observeScript(observations, path, visible);
}

export function observeScript(observations: Observations, path: string, text: string): void {
  const unload = SAVES_ON_UNLOAD.exec(text);
  if (unload !== null && SAVES.test(text)) observations.savesOnUnload(placeOf(path, text, unload.index));
  if (SAVES_BETTER.test(text)) observations.savesBetter();
}

export function observeStyle(observations: Observations, path: string, text: string): void {
  for (const match of text.matchAll(STYLE_URL)) observations.loaded(match[1]!, placeOf(path, text, match.index));
}

function observeTag(
  observations: Observations,
  name: string,
  attributes: ReadonlyMap<string, string>,
  place: Place,
): void {
  const isLink = name === 'a' || name === 'area' || name === 'form';
  if (name === 'link' && !LOADING_RELATION.test(attributes.get('rel') ?? '')) return;
  for (const [attribute, value] of attributes) {
    if (attribute === 'rel' || !OUTSIDE.test(value)) continue;
    if (isLink) observations.linked(value.trim(), place);
    else observations.loaded(value.trim(), place);
  }
}

/** Comments become spaces, so that lines keep their numbers. */
function withoutComments(text: string): string {
  const parts: string[] = [];
  let at = 0;
  for (let start = text.indexOf('<!--'); start >= 0; start = text.indexOf('<!--', at)) {
    const end = text.indexOf('-->', start + 4);
    if (end < 0) break;
    parts.push(text.slice(at, start), text.slice(start, end + 3).replace(/[^\n]/g, ' '));
    at = end + 3;
  }
  return parts.join('') + text.slice(at);
}

const attributesOf = (text: string): Map<string, string> =>
  new Map(
    [...text.matchAll(ATTRIBUTE)].map(([, name, double, single, bare]) => [
      name!.toLowerCase(),
      double ?? single ?? bare ?? '',
    ]),
  );

/** Counting lines is left to the few findings that are shown. */
const placeOf =
  (path: string, text: string, index: number): Place =>
  () =>
    `${path}:${text.slice(0, index).split('\n').length}`;
