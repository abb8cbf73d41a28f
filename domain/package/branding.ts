import { object, optionalText, part, Wrong } from './manifest-json.ts';

/** White label: whose course this is. What a surface makes of it keeps its own contrast and shape. */
export interface Branding {
  /** Of the organisation, for people. */
  readonly name?: string;
  readonly colours?: BrandColours;
  /** Path of a picture inside the package, without a leading slash. */
  readonly logo?: string;
}

export interface BrandColours {
  /** `#rrggbb`; what can be acted on. It is darkened or lightened where text in it would be hard to read. */
  readonly accent?: string;
}

const COLOUR = /^#[0-9a-f]{6}$/i;

/** The `branding` of a manifest or of an authored document; throws `Wrong`. */
export function readBranding(json: unknown, where: string): Branding {
  const from = object(json, where);
  return {
    ...part('name', from, where, () => optionalText(from, 'name', where)!),
    ...part('colours', from, where, readColours),
    ...part('logo', from, where, () => optionalText(from, 'logo', where)!),
  };
}

function readColours(json: unknown, where: string): BrandColours {
  const from = object(json, where);
  return part('accent', from, where, (value, at) => {
    if (typeof value !== 'string' || !COLOUR.test(value)) throw new Wrong(at, 'a colour like #1d5bc9');
    return value;
  });
}
