import { type LanguageMap, readLanguageMap } from '../language-map.ts';
import { object, optional, optionalText, text } from '../manifest-json.ts';

/** What tincan.xml says of the activity that a node launches. */
export interface XapiNodeData {
  /** The publisher's IRI: its own statements name it by this. */
  readonly id: string;
  readonly type?: string;
  readonly name: LanguageMap;
  readonly description: LanguageMap;
}

export function readXapiNode(json: unknown, where: string): XapiNodeData {
  const from = object(json, where);
  return {
    id: text(from, 'id', where),
    ...optional('type', optionalText(from, 'type', where)),
    name: readLanguageMap(from.name, `${where}.name`),
    description: readLanguageMap(from.description, `${where}.description`),
  };
}
