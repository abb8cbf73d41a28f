import { mkdtempSync, rmSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeCourse } from '../build/archive.ts';
import { Importer } from '../build/importing.ts';
import type { Shape } from '../build/settings.ts';
import { BenchServer } from '../server/server.ts';
import { type Exported, exportCourse } from './exporting.ts';
import { reportOf } from './report.ts';
import { settingsOf } from './settings.ts';

const TENANT = 'demo';
/** What a program that copies a file reads at once. */
const CHUNK_BYTES = 1024 * 1024;

/** How fast a course goes out in another format, and what that takes in memory; beside it a plain copy of its archive. */
export async function exports(args: readonly string[]): Promise<object> {
  const { little, large, port } = settingsOf(args);
  const folder = mkdtempSync(join(tmpdir(), 'lectern-exports-'));
  const discard = () => rmSync(folder, { recursive: true, force: true });
  // Also when a signal ends this process.
  process.on('exit', discard);
  const server = await BenchServer.start(port === undefined ? {} : { port });
  try {
    const importer = new Importer(server, TENANT);
    const one = async (shape: Shape, seed: string): Promise<{ exported: Exported; copiedPerSecond: number }> => {
      const course = await writeCourse(join(folder, `${seed}.zip`), { ...shape, seed });
      const { packageId } = await importer.run(course);
      const before = await copied(course.path);
      const exported = await exportCourse(server, TENANT, packageId);
      const after = await copied(course.path);
      await rm(course.path);
      return { exported, copiedPerSecond: (before + after) / 2 };
    };
    // The first export compiles and opens things that stay.
    await one(little, 'first');
    const small = await one(little, 'little');
    return reportOf({ little: small.exported, large: await one(large, 'large') });
  } finally {
    await server.stop();
    discard();
    process.off('exit', discard);
  }
}

/** How many bytes a second a plain Node program copies to the disk. */
async function copied(path: string): Promise<number> {
  const copy = `${path}.copy`;
  const [from, to] = [await open(path, 'r'), await open(copy, 'w')];
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  const began = performance.now();
  let bytes = 0;
  try {
    for (;;) {
      const { bytesRead } = await from.read(chunk);
      if (bytesRead === 0) break;
      await to.write(chunk.subarray(0, bytesRead));
      bytes += bytesRead;
    }
    await to.sync();
    return bytes / ((performance.now() - began) / 1000);
  } finally {
    await Promise.all([from.close(), to.close()]);
    await rm(copy);
  }
}
