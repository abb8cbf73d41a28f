import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { packSample } from '../../scripts/pack-sample.mjs';
import { ROOT } from './stack.ts';

/** Real packages that are not part of the project. */
export const COURSES = resolve(ROOT, process.env.COURSES_DIR ?? '../shared/courses');

export interface CourseFile {
  name: string;
  read(): Uint8Array<ArrayBuffer>;
}

/** The packages in a folder of the collection; none where the collection is not there. */
export function coursesIn(folder: string): CourseFile[] {
  const path = join(COURSES, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path)
    .filter((name) => name.endsWith('.zip'))
    .sort()
    .map((name) => ({ name, read: () => new Uint8Array(readFileSync(join(path, name))) }));
}

/** The first package of a folder whose name has these letters; undefined where the collection is not there. */
export const courseNamed = (folder: string, part: string): CourseFile | undefined =>
  coursesIn(folder).find((file) => file.name.includes(part));

/** The project's own sample, which is always there. */
export const sampleCourse = (): CourseFile => ({
  name: 'first-steps.zip',
  read: () => new Uint8Array(readFileSync(packSample())),
});
