import { parseArgs } from 'node:util';
import { numberOf, optionsOf } from '../options.ts';
import { type CourseShape, wrongShape } from './course.ts';

/** A course without its seed: several courses may have one shape. */
export type Shape = Omit<CourseShape, 'seed'>;

export interface Settings {
  /** What memory is measured against. */
  readonly little: Shape;
  readonly large: Shape;
  readonly ordinary: Shape;
  /** How many courses of the ordinary shape are imported, one after the other. */
  readonly courses: number;
  readonly port?: number;
}

/** How a bench that makes courses is told of the large one. */
export const COURSE_USAGE = `  --mb 1000       of the large course
  --media 200     large files in it, which do not compress
  --small 20000   small files in it, which do`;
export const COURSE_OPTIONS = {
  mb: { type: 'string', default: '1000' },
  media: { type: 'string', default: '200' },
  small: { type: 'string', default: '20000' },
  quick: { type: 'boolean', default: false },
  port: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

const USAGE = `Usage: npm run bench -- build [options]
${COURSE_USAGE}
  --courses 20    of 50 MB that are imported one after the other
  --quick         a large course of 50 MB, and 3 courses
  --port 8700     of the server (any free one)
  --help          this text
Smaller courses have as many files a byte as the large one.`;

const MB = 1_000_000;
/** Courses beside the large one: what its memory is measured against, and what people mostly import. */
export const LITTLE_MB = 10;
export const ORDINARY_MB = 50;

/** Reads the options; throws a `UsageError` when they are not to be understood. */
export const settingsOf = (args: readonly string[]): Settings =>
  optionsOf(USAGE, () => {
    const { values } = parseArgs({
      args: [...args],
      options: { ...COURSE_OPTIONS, courses: { type: 'string' } },
    });
    if (values.help) throw new Error('');
    const full = largeOf(values);
    const courses = numberOf(values.courses ?? (values.quick ? '3' : '20'));
    if (courses === 0) throw new Error('At least one course is imported.');
    return {
      little: scaled(full, LITTLE_MB),
      large: values.quick ? scaled(full, ORDINARY_MB) : full,
      ordinary: scaled(full, ORDINARY_MB),
      courses,
      ...(values.port === undefined ? {} : { port: numberOf(values.port) }),
    };
  });

/** The large course that the options ask for; throws an `Error` when there can be none. */
export function largeOf({ mb, media, small }: Readonly<Record<'mb' | 'media' | 'small', string>>): Shape {
  const large = { bytes: numberOf(mb) * MB, media: numberOf(media), small: numberOf(small) };
  const wrong = wrongShape(large);
  if (wrong !== undefined) throw new Error(wrong);
  return large;
}

/** A smaller or larger course of the same kind. */
export function scaled({ bytes, media, small }: Shape, mb: number): Shape {
  const share = (mb * MB) / bytes;
  const films = Math.max(1, Math.round(media * share));
  return { bytes: mb * MB, media: films, small: Math.max(films, Math.round(small * share)) };
}
