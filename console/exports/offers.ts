import { EXPORT_FORMATS, type ExportTarget, targetOfSource, versionsFor } from '../../domain/package/export/target.ts';
import type { PackageFormat } from '../../domain/package/manifest.ts';
import { t } from '../messages.ts';

export interface Offer extends ExportTarget {
  readonly label: string;
}

/** What a course can be exported as, the format that it came in first. */
export function offersOf(source: PackageFormat): Offer[] {
  const own = targetOfSource(source);
  const isOwn = ({ format, formatVersion }: ExportTarget): boolean =>
    own?.format === format && own.formatVersion === formatVersion;
  const offers = EXPORT_FORMATS.flatMap((format) =>
    versionsFor(source, format).map((formatVersion) => ({ format, formatVersion })),
  );
  return [...offers.filter(isOwn), ...offers.filter((offer) => !isOwn(offer))].map((offer) => ({
    ...offer,
    label: isOwn(offer) ? t.exports.asItCame(nameOf(offer)) : nameOf(offer),
  }));
}

export function nameOf({ format, formatVersion }: ExportTarget): string {
  const name = t.exports.formats[format];
  return format === 'scorm2004' ? t.exports.edition(name, formatVersion) : name;
}
