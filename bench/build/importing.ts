import { createReadStream, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Upload } from 'tus-js-client';
import { Client, type ImportJob, type Json } from '../../test/support/client.ts';
import { pause } from '../../test/support/stack.ts';
import type { BenchServer } from '../server/server.ts';
import { forgetPeak } from '../server/usage.ts';
import type { Course } from './archive.ts';

/** Bytes of one request of an upload, as the command line sends them. */
const PIECE_BYTES = 64 * 1024 * 1024;
/** Between two looks at an import: short against its seconds, and each takes some milliseconds of the one thread. */
const POLL_MS = 100;
/** An import that is slower than this is stuck: a minute, and a second a megabyte. */
const giveUpMs = (bytes: number): number => 60_000 + bytes / 1000;
/** Of the server's log, in the message of a failure. */
const LOG_CHARS = 2000;

/** What one course took. */
export interface Imported {
  readonly packageId: string;
  readonly uploadSeconds: number;
  /** From the request that imports the upload until the course is built. */
  readonly seconds: number;
  /** Of these, as the job told: `waiting` before the first step, then each step by its name. */
  readonly steps: Readonly<Record<string, number>>;
  /** Of workerd, all threads, in `seconds`. */
  readonly cpuSeconds: number;
  /** The most that workerd held at once, upload and import. */
  readonly peakBytes: number;
}

/** The end of a log, without the lines about requests that were answered. */
const complaintsIn = (log: string): string =>
  log
    .split('\n')
    .filter((line) => !line.includes('"level":"info"'))
    .join('\n')
    .slice(-LOG_CHARS)
    .trim();

/** Imports courses as people do: tus, then an import of the upload, which is looked at until it has ended. */
export class Importer {
  readonly #server: BenchServer;
  readonly #token: string;
  readonly #client: Client;

  constructor(server: BenchServer, tenant: string) {
    const credentials = server.tenants[tenant]!;
    this.#server = server;
    this.#token = credentials.operatorToken;
    this.#client = new Client(server, credentials);
  }

  /** Throws with the reason, and the end of the server's log, when the course is not built with all its files. */
  async run(course: Course): Promise<Imported> {
    try {
      return await this.#run(course);
    } catch (error) {
      const { message, cause } = error as Error;
      // What `fetch` says of a server that does not answer is in the cause alone.
      const reason = cause instanceof Error ? `${message}: ${cause.message}` : message;
      const log = complaintsIn(readFileSync(this.#server.log, 'utf8'));
      throw new Error(`${basename(course.path)} was not imported: ${reason}${log && `\nThe server wrote:\n${log}`}`);
    }
  }

  async #run(course: Course): Promise<Imported> {
    forgetPeak(this.#server.pid);
    const uploading = performance.now();
    const upload = await this.#send(course.path);
    const cpu = this.#server.usage().cpuSeconds;
    const began = performance.now();
    const { packageId, steps } = await this.#build(upload, course);
    const seconds = (performance.now() - began) / 1000;
    const { cpuSeconds, peakBytes } = this.#server.usage();
    const { sizes }: Json = await this.#client.get(`/api/v1/packages/${packageId}`);
    if (sizes.assets !== course.files || sizes.assetBytes !== course.bytes) {
      throw new Error(`it has ${sizes.assets} files of ${sizes.assetBytes} bytes`);
    }
    return {
      packageId,
      uploadSeconds: (began - uploading) / 1000,
      seconds,
      steps,
      cpuSeconds: cpuSeconds - cpu,
      peakBytes,
    };
  }

  #send(path: string): Promise<string> {
    const source = createReadStream(path);
    return new Promise<string>((resolve, reject) => {
      // Files are read by their path, which its types do not know.
      const upload = new Upload(source as never, {
        endpoint: `${this.#server.url}/api/v1/tus`,
        headers: { authorization: `Bearer ${this.#token}` },
        metadata: { filename: basename(path) },
        chunkSize: PIECE_BYTES,
        // An upload that is tried again would be timed wrong.
        retryDelays: [],
        onError: reject,
        onSuccess: () => resolve(upload.url!.split('/').at(-1)!),
      });
      upload.start();
    }).finally(() => source.destroy());
  }

  async #build(upload: string, { bytes }: Course): Promise<{ packageId: string; steps: Record<string, number> }> {
    const response = await this.#client.request(`/api/v1/imports?upload=${upload}`, { method: 'POST' });
    if (response.status !== 202) throw new Error(`${response.status} ${await response.text()}`);
    const { id } = (await response.json()) as ImportJob;
    const steps: Record<string, number> = {};
    const until = performance.now() + giveUpMs(bytes);
    for (let last = performance.now(); last < until; ) {
      const job: ImportJob = await this.#client.get(`/api/v1/imports/${id}`);
      const now = performance.now();
      const step = job.steps.find(({ state }) => state === 'running')?.name ?? 'waiting';
      if (job.state === 'failed') throw new Error(JSON.stringify(job.report?.findings));
      if (job.state === 'built') {
        steps.publish = (steps.publish ?? 0) + (now - last) / 1000;
        return { packageId: job.packageId!, steps };
      }
      steps[step] = (steps[step] ?? 0) + (now - last) / 1000;
      last = now;
      await pause(POLL_MS);
    }
    throw new Error(`it is not built after ${Math.round(giveUpMs(bytes) / 1000)} s`);
  }
}
