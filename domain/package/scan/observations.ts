import { type Finding, type FindingCode, finding, quote } from '../report.ts';

/** Where something stands, `path:line`; asked only for what is shown. */
export type Place = () => string;

/** Hosts that are named in a sentence; the rest is counted. */
const NAMED_HOSTS = 5;

/** Hosts in the order in which they were seen, and where the first one stands. */
class Hosts {
  readonly #names = new Set<string>();
  #first: string | undefined;

  add(url: string, place: Place): void {
    const host = /^(?:https?:)?\/\/(?:[^/?#@]*@)?([^/?#]+)/i.exec(url)?.[1]?.toLowerCase();
    if (host === undefined) return;
    this.#first ??= place();
    this.#names.add(host);
  }

  finding(code: FindingCode, sentence: (names: string) => string): Finding[] {
    if (this.#first === undefined) return [];
    const names = [...this.#names].slice(0, NAMED_HOSTS).map(quote);
    const more = this.#names.size - names.length;
    if (more > 0) names.push(`${more} more`);
    return [finding(code, sentence(names.join(', ')), this.#first)];
  }
}

/** What was seen in the files of a course, as few findings: one of each kind, with the first place. */
export class Observations {
  readonly #loaded = new Hosts();
  readonly #insecure = new Hosts();
  readonly #linked = new Hosts();
  readonly #launched: Finding[] = [];
  #unload: string | undefined;
  #savesBetter = false;

  /** An item opens a page that is not in the package. */
  launched(url: string, title: string): void {
    const message = `The item ${quote(title)} opens ${quote(url)}, which is not part of the package.`;
    this.#launched.push(finding('outside_launch', message));
  }

  /** An item is opened over http. */
  insecure(url: string): void {
    this.#insecure.add(url, () => url);
  }

  /** A page loads something. */
  loaded(url: string, place: Place): void {
    this.#loaded.add(url, place);
    if (/^http:/i.test(url)) this.#insecure.add(url, place);
  }

  /** A page links to something. */
  linked(url: string, place: Place): void {
    this.#linked.add(url, place);
  }

  savesOnUnload(place: Place): void {
    this.#unload ??= place();
  }

  savesBetter(): void {
    this.#savesBetter = true;
  }

  findings(): Finding[] {
    const unload = this.#savesBetter ? undefined : this.#unload;
    return [
      ...this.#launched,
      ...this.#loaded.finding(
        'outside_resources',
        (hosts) =>
          `Pages load files from ${hosts}: outside the package, so they are not loaded when the course is played.`,
      ),
      ...this.#insecure.finding(
        'insecure_content',
        (hosts) =>
          `What comes from ${hosts} comes over http; browsers block that in a course that is played over https.`,
      ),
      ...this.#linked.finding('outside_links', (hosts) => `Pages link to ${hosts}.`),
      ...(unload === undefined
        ? []
        : [
            finding(
              'saves_on_unload',
              'The course ends its work when a page is unloaded, an event that browsers, phones above all, leave out.',
              unload,
            ),
          ]),
    ];
  }
}
