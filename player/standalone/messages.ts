import { catalogue } from '../../ui/messages/catalogue.ts';
import { ar } from './words/ar.ts';
import { de } from './words/de.ts';
import { en, type Words } from './words/en.ts';
import { es } from './words/es.ts';
import { fr } from './words/fr.ts';
import { it } from './words/it.ts';
import { ja } from './words/ja.ts';
import { nl } from './words/nl.ts';
import { pl } from './words/pl.ts';
import { pt } from './words/pt.ts';
import { ru } from './words/ru.ts';
import { sv } from './words/sv.ts';
import { tr } from './words/tr.ts';
import { zh } from './words/zh.ts';

export const WORDS = { ar, de, en, es, fr, it, ja, nl, pl, pt, ru, sv, tr, zh };

/** [STA-16] What the player says, in the first of these languages that it knows; English otherwise. */
export const wordsIn = (languages: readonly string[]): Words => catalogue<Words>(WORDS, languages);
