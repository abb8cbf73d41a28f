import { mkdtempSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BenchServer } from '../server/server.ts';
import { writeCourse } from './archive.ts';
import { Importer } from './importing.ts';
import { reference } from './reference.ts';
import { type Measured, reportOf } from './report.ts';
import { type Settings, type Shape, settingsOf } from './settings.ts';

/** How fast courses are built, and what that takes in memory; beside it a plain Node program on the same archive. */
export async function build(args: readonly string[]): Promise<object> {
  const settings = settingsOf(args);
  const folder = mkdtempSync(join(tmpdir(), 'lectern-courses-'));
  const discard = () => rmSync(folder, { recursive: true, force: true });
  // Also when a signal ends this process.
  process.on('exit', discard);
  try {
    return reportOf(await measure(settings, folder));
  } finally {
    discard();
    process.off('exit', discard);
  }
}

async function measure({ little, large, ordinary, courses, port }: Settings, folder: string): Promise<Measured> {
  const server = await BenchServer.start(port === undefined ? {} : { port });
  try {
    const importer = new Importer(server, 'demo');
    const make = (shape: Shape, seed: string) => writeCourse(join(folder, `${seed}.zip`), { ...shape, seed });
    const one = async (shape: Shape, seed: string) => {
      const course = await make(shape, seed);
      const imported = await importer.run(course);
      await rm(course.path);
      return imported;
    };
    // The first import compiles and opens things that stay.
    await one(little, 'first');
    const small = await one(little, 'little');
    const course = await make(large, 'large');
    const before = reference(course);
    const imported = await importer.run(course);
    const after = reference(course);
    await rm(course.path);
    const ordinaries: Measured['ordinaries'][number][] = [];
    for (let n = 1; n <= courses; n++) ordinaries.push(await one(ordinary, `course-${n}`));
    return { course, imported, reference: { before, after }, little: small, ordinaries };
  } finally {
    await server.stop();
  }
}
