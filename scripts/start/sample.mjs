// The sample course: packed from its sources, then imported once for `demo` the way anybody imports a course.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { packSample } from '../pack-sample.mjs';
import { pause } from './port.mjs';
import { doneStamp, markDone } from './state.mjs';

/** Building takes about a second. */
const BUILD_MS = 60_000;
const POLL_MS = 200;

/** Imports the packed sample unless this very file has been imported. Throws when it can't be built. */
export async function importSample(url, operatorToken) {
  const bytes = readFileSync(packSample());
  const digest = createHash('sha256').update(bytes).digest('hex');
  if (doneStamp('sample') === digest) return;
  const headers = { authorization: `Bearer ${operatorToken}` };
  const response = await fetch(`${url}/api/v1/imports?filename=sample.zip`, {
    method: 'POST',
    // The digest as the key: an import that a killed start has begun is found again, not repeated.
    headers: { ...headers, 'content-type': 'application/zip', 'idempotency-key': `sample-${digest}` },
    body: bytes,
  });
  if (!response.ok) throw new Error(`The sample course was refused: ${response.status} ${await response.text()}`);
  let job = await response.json();
  for (const until = Date.now() + BUILD_MS; job.state !== 'built'; ) {
    if (job.state === 'failed') throw new Error(`The sample course could not be built: ${JSON.stringify(job.report)}`);
    if (Date.now() > until) throw new Error('The sample course is still being built; look at it in the console.');
    await pause(POLL_MS);
    job = await (await fetch(`${url}/api/v1/imports/${job.id}`, { headers })).json();
  }
  markDone('sample', digest);
}
