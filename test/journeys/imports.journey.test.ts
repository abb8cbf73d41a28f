import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client, type Json } from '../support/client.ts';
import { coursesIn } from '../support/courses.ts';
import { eventually, type Stack, startStack } from '../support/stack.ts';

let stack: Stack;
let client: Client;

beforeAll(async () => {
  stack = await startStack();
  client = new Client(stack, stack.tenants.demo!);
});
afterAll(() => stack?.stop());

const files = [...coursesIn('hostile'), ...coursesIn('broken')];
if (files.length === 0) it.skip('bad input: there is no COURSES_DIR with hostile/ and broken/ here', () => {});

// The names say what is to become of a file: `ok_`, `reject_`, or `decide_` for either.
describe.each(files)('$name', ({ name, read }) => {
  it('is imported, or refused with the reason and nothing left behind', async () => {
    const before = { objects: objectKeys(), packages: await client.all('/api/v1/packages') };
    expect(before.objects.length).toBeGreaterThan(0);
    const refusal = await refusalOf(name, read());
    if (refusal === undefined) {
      expect(name).not.toMatch(/^reject_/);
      return;
    }
    expect(name).not.toMatch(/^ok_/);
    for (const member of refusal) expect(member).toMatch(/\w+/);
    expect(await client.all('/api/v1/packages')).toEqual(before.packages);
    await eventually('that the bucket is as before', async () =>
      JSON.stringify(objectKeys()) === JSON.stringify(before.objects) ? true : undefined,
    );
  });
});

/** What is wrong and how to mend it, said at the door or in the import's report; undefined when it was imported. */
async function refusalOf(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<string[] | undefined> {
  const response = await client.send(name, bytes);
  const answer = (await response.json()) as Json;
  if (response.status !== 202) {
    expect(response.status).toBeLessThan(500);
    return [answer.code, answer.detail, answer.remedy];
  }
  const { state, packageId, report } = await client.finished(answer.id);
  if (state === 'built') return undefined;
  expect(packageId).toBeNull();
  const finding = report!.findings.find(({ severity }) => severity === 'refused')!;
  return [finding.code, finding.message, finding.remedy];
}

/** Every key in every local bucket, as R2's simulator has written them. */
function objectKeys(): string[] {
  const folder = join(stack.stateDir, 'data/v3/r2/miniflare-R2BucketObject');
  return readdirSync(folder)
    .filter((name) => /^[0-9a-f]{64}\.sqlite$/.test(name))
    .flatMap((name) => {
      const database = new DatabaseSync(join(folder, name), { readOnly: true });
      try {
        return database
          .prepare('SELECT key FROM _mf_objects ORDER BY key')
          .all()
          .map(({ key }) => String(key));
      } finally {
        database.close();
      }
    })
    .sort();
}
