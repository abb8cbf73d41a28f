/** Thrown for options that are not to be understood; the message holds the usage. */
export class UsageError extends Error {}

/** A whole number that is not negative; throws on any other text. */
export function numberOf(text: string): number {
  const number = Number(text);
  if (text === '' || !Number.isInteger(number) || number < 0) throw new Error(`"${text}" is not a whole number.`);
  return number;
}

/** Reads options by `read`; whatever it throws becomes the usage with the reason before it. */
export function optionsOf<T>(usage: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n${usage}`.trim());
  }
}
