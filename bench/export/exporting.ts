import { Client, type Json } from '../../test/support/client.ts';
import { pause } from '../../test/support/stack.ts';
import type { BenchServer } from '../server/server.ts';
import { forgetPeak } from '../server/usage.ts';

/** Between two looks at an export: short against its seconds. */
const POLL_MS = 100;
/** An export that is slower than this is stuck. */
const GIVE_UP_MS = 600_000;

/** What one export took. */
export interface Exported {
  /** Of the file. */
  readonly bytes: number;
  /** From the request until the file is there. */
  readonly seconds: number;
  /** Of workerd, all threads, in that time. */
  readonly cpuSeconds: number;
  /** The most that workerd held at once. */
  readonly peakBytes: number;
}

/** Sends a course out in another format, as people do, and looks at the export until it has ended. */
export async function exportCourse(server: BenchServer, tenant: string, packageId: string): Promise<Exported> {
  const client = new Client(server, server.tenants[tenant]!);
  forgetPeak(server.pid);
  const cpu = server.usage().cpuSeconds;
  const began = performance.now();
  const asked = await client.post(`/api/v1/packages/${packageId}/exports`, { format: 'scorm2004' });
  if (asked.status !== 202) throw new Error(`${asked.status} ${await asked.text()}`);
  const { id } = (await asked.json()) as Json;
  while (performance.now() - began < GIVE_UP_MS) {
    const { state, bytes, problem }: Json = await client.get(`/api/v1/exports/${id}`);
    if (state === 'failed') throw new Error(problem);
    if (state === 'done') {
      const seconds = (performance.now() - began) / 1000;
      const { cpuSeconds, peakBytes } = server.usage();
      return { bytes, seconds, cpuSeconds: cpuSeconds - cpu, peakBytes };
    }
    await pause(POLL_MS);
  }
  throw new Error(`it is not done after ${GIVE_UP_MS / 1000} s`);
}
