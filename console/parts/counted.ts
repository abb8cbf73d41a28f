import { plural } from '../../ui/messages/catalogue.ts';

/** A count with its noun, in English. */
export const n = (count: number, one: string, other: string): string =>
  `${new Intl.NumberFormat('en').format(count)} ${plural('en', count, { one, other })}`;
