import { EXPORT_FORMATS, type ExportTarget, targetOfSource, versionsFor } from '../../domain/package/export/target.ts';
import type { PackageFormat } from '../../domain/package/manifest.ts';
import { t } from '../messages.ts';

export interface Offer extends ExportTarget {
  readonly label: string;
}

/** What a course can be exported as, the format that it came in first; with repairs that is the repaired copy. */
export function offersOf(source: PackageFormat, repaired: boolean): Offer[] {
  const own = targetOfSource(source);
  const ownLabel = repaired ? t.exports.repaired : t.exports.asItCame;
  const isOwn = ({ format, formatVersion }: ExportTarget): boolean =>
    own.format === format && own.formatVersion === formatVersion;
  const offers = EXPORT_FORMATS.flatMap((format) =>
    versionsFor(source, format).map((formatVersion) => ({ format, formatVersion })),
  );
  return [...offers.filter(isOwn), ...offers.filter((offer) => !isOwn(offer))].map((offer) => ({
    ...offer,
    label: isOwn(offer) ? ownLabel(nameOf(offer)) : nameOf(offer),
  }));
}

export function nameOf({ format, formatVersion }: ExportTarget): string {
  const name = t.exports.formats[format];
  return format === 'scorm2004' ? t.exports.edition(name, formatVersion) : name;
}
