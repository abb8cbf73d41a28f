/**
 * Every string a person reads comes from a catalogue: one object per surface and language, keys are plain names, values
 * are strings or functions of what varies. The English object is the type that other languages must satisfy:
 *
 *     const en = { saved: 'Saved', place: (n: number, of: number) => `${n} of ${of}` };
 *     export const t = catalogue({ en }, navigator.languages);
 */
export type Catalogues<M> = { readonly en: M } & Readonly<Record<string, M>>;

/** The catalogue of the first wanted language that exists, by exact tag or by its primary part; English otherwise. */
export function catalogue<M>(catalogues: Catalogues<M>, wanted: readonly string[]): M {
  for (const tag of wanted) {
    const lower = tag.toLowerCase();
    const found = catalogues[lower] ?? catalogues[lower.split('-')[0]!];
    if (found !== undefined) return found;
  }
  return catalogues.en;
}

/** Chooses the plural form of the language of the text. `other` is always there. */
export function plural(
  language: string,
  count: number,
  forms: { one?: string; two?: string; few?: string; many?: string; other: string },
): string {
  return forms[new Intl.PluralRules(language).select(count) as keyof typeof forms] ?? forms.other;
}
