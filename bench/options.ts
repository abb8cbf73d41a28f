/** Thrown for options that are not to be understood; the message holds the usage. */
export class UsageError extends Error {}

/** A whole number that is not negative; throws on any other text. */
export function numberOf(text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(number)) throw new Error(`"${text}" is not a whole number.`);
  return number;
}

/** The same of what there must be one of at least, because nothing would be measured otherwise. */
export function countOf(text: string): number {
  const number = numberOf(text);
  if (number === 0) throw new Error('At least 1, not 0.');
  return number;
}

/** Reads options by `read`; whatever it throws becomes the usage with the reason before it. */
export function optionsOf<T>(usage: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    // The parser of Node goes on about a way to write arguments that no bench takes.
    const [reason = ''] = (error as Error).message.split('. To specify a positional argument');
    throw new UsageError(`${reason}\n${usage}`.trim());
  }
}
