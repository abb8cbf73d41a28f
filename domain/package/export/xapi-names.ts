import { encodePart } from '../../kernel/percent.ts';
import { isIri } from '../iri.ts';
import type { LanguageMap } from '../language-map.ts';
import type { PlayPackageManifest, StructureNode } from '../manifest.ts';

/** Texts of cmi5 and Tin Can have a language; `und` is the tag for one that nobody knows (BCP 47). */
export const languageOf = ({ languages }: PlayPackageManifest): string => languages[0] ?? 'und';

/** IRIs of a course's parts, each once: a part's own id where it is one, else one below the course's, as statements name it. */
export class Iris {
  readonly #course: string;
  readonly #taken: Set<string>;

  constructor({ activityId }: PlayPackageManifest) {
    this.#course = activityId.replace(/\/+$/, '');
    this.#taken = new Set([activityId]);
  }

  of(id: string): string {
    const base = isIri(id) ? id : `${this.#course}/${encodePart(id)}`;
    let iri = base;
    for (let n = 2; this.#taken.has(iri); n++) iri = `${base}/${n}`;
    this.#taken.add(iri);
    return iri;
  }
}

/** What a course or a part is called, and how it is described, in every language that its source has. */
export interface Texts {
  readonly title: LanguageMap;
  readonly description: LanguageMap;
}

/** Both formats want a description: where there is none the title stands for it. */
export function courseTexts(manifest: PlayPackageManifest): Texts {
  const { title, description, cmi5 } = manifest;
  const lang = languageOf(manifest);
  return described(cmi5 ?? { title: {}, description: {} }, { [lang]: title }, { [lang]: description ?? '' });
}

export function nodeTexts(manifest: PlayPackageManifest, { title, cmi5, xapi }: StructureNode): Texts {
  const own = cmi5 ?? (xapi && { title: xapi.name, description: xapi.description });
  return described(own ?? { title: {}, description: {} }, { [languageOf(manifest)]: title }, {});
}

function described({ title, description }: Texts, otherTitle: LanguageMap, otherDescription: LanguageMap): Texts {
  const named = filled(title) ?? otherTitle;
  return { title: named, description: filled(description) ?? filled(otherDescription) ?? named };
}

const filled = (map: LanguageMap): LanguageMap | undefined =>
  Object.values(map).some((text) => text !== '') ? map : undefined;
