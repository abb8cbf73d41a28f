import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Upload } from 'tus-js-client';

type UrlStorage = NonNullable<Upload['options']['urlStorage']>;
type Begun = Awaited<ReturnType<UrlStorage['findAllUploads']>>[number];

/** The server keeps uploads for a day. */
const KEPT_MS = 24 * 60 * 60 * 1000;

/**
 * A JSON file that remembers which uploads have begun, for the next run to go on with. Where it cannot be read or written
 * nothing is remembered, and an upload that is broken off begins anew.
 */
export class UploadsBegun implements UrlStorage {
  readonly #path: string;
  constructor(path: string) {
    this.#path = path;
  }

  async findAllUploads(): Promise<Begun[]> {
    return Object.entries(this.#read()).map(([urlStorageKey, begun]) => ({ ...begun, urlStorageKey }));
  }

  async findUploadsByFingerprint(fingerprint: string): Promise<Begun[]> {
    return (await this.findAllUploads()).filter(({ urlStorageKey }) => urlStorageKey.startsWith(`${fingerprint}::`));
  }

  async removeUpload(key: string): Promise<void> {
    const { [key]: _, ...others } = this.#read();
    this.#write(others);
  }

  async addUpload(fingerprint: string, begun: Begun): Promise<string> {
    const key = `${fingerprint}::${randomUUID()}`;
    this.#write({ ...this.#read(), [key]: begun });
    return key;
  }

  #read(): Record<string, Begun> {
    try {
      const all = Object.entries(JSON.parse(readFileSync(this.#path, 'utf8')) as Record<string, Begun>);
      return Object.fromEntries(all.filter(([, { creationTime }]) => Date.parse(creationTime) + KEPT_MS > Date.now()));
    } catch {
      return {}; // there is none yet, or it is damaged
    }
  }

  #write(all: Record<string, Begun>): void {
    try {
      mkdirSync(dirname(this.#path), { recursive: true });
      const own = `${this.#path}.${process.pid}`;
      writeFileSync(own, JSON.stringify(all), { mode: 0o600 });
      renameSync(own, this.#path);
    } catch {
      // nothing can be remembered here
    }
  }
}

/** Where the XDG Base Directory Specification wants what is kept between runs. */
export const uploadsBegun = (env: Readonly<Record<string, string | undefined>> = process.env): UploadsBegun =>
  new UploadsBegun(join(env.XDG_STATE_HOME || join(homedir(), '.local', 'state'), 'lectern', 'uploads.json'));
