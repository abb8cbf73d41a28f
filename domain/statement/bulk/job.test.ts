import { describe, expect, it } from 'vitest';
import {
  advanced,
  cancelled,
  finished,
  hasEnded,
  type ImportJob,
  MAX_STUMBLES,
  newJob,
  received,
  started,
  stumbled,
  waiting,
} from './job.ts';
import { START } from './reader.ts';

const AT = '2026-11-21T12:00:00.000Z';
const make = (strict = false): ImportJob =>
  newJob({
    id: 'demo-sti-1',
    tenant: 'demo',
    region: 'eu',
    filename: 'a.ndjson',
    strict,
    by: { credential: 'demo-key-1', name: 'Operator' },
    authority: { mbox: 'mailto:a@example.com' },
    uploadId: 'upload',
    createdAt: AT,
  });
const place = { line: 3, offset: 300, crc32: 7 };
const run = (strict = false) => started(received(make(strict), 1000), 900);

describe('a job', () => {
  it('[BULK-5] stores what is good and counts what is not', () => {
    const job = advanced(run(), { place, stored: 1, existing: 1, refused: 1 });
    expect(job).toMatchObject({ state: 'running', phase: 'store', progress: { place, stored: 1, refused: 1 } });
    expect(advanced(job, { place, stored: 2, existing: 0, refused: 4 }).progress).toMatchObject({
      fileBytes: 1000,
      bytes: 900,
      stored: 3,
      existing: 1,
      refused: 5,
    });
    expect(finished(job, AT)).toMatchObject({ state: 'done', finishedAt: AT });
    expect(finished(job, AT)).not.toHaveProperty('stumbles');
  });
  it('[BULK-5] that is strict reads twice, or stores nothing', () => {
    expect(run(true)).toMatchObject({ state: 'running', phase: 'check' });
    const checked = advanced(run(true), { place, stored: 0, existing: 0, refused: 0 });
    expect(finished(checked, AT)).toMatchObject({ state: 'running', phase: 'store', progress: { place: START } });
    const bad = advanced(run(true), { place, stored: 0, existing: 0, refused: 2 });
    expect(finished(bad, AT)).toMatchObject({
      state: 'failed',
      failure: { code: 'lines_refused', detail: expect.stringContaining('2 lines are') },
    });
  });
  it('[BULK-9] is given up after breaking off at one place, and not when it gets on in between', () => {
    let job = run();
    for (let n = 1; n < MAX_STUMBLES; n++) job = stumbled(job, AT);
    expect(job).toMatchObject({ state: 'running', stumbles: MAX_STUMBLES - 1 });
    expect(stumbled(job, AT)).toMatchObject({ state: 'failed', failure: { code: 'interrupted' } });
    expect(advanced(job, { place, stored: 1, existing: 0, refused: 0 })).toMatchObject({ stumbles: 0 });
    expect(waiting(job, AT)).toMatchObject({ waitingUntil: AT, stumbles: 0 });
    expect(stumbled(received(make(true), 1), AT)).toMatchObject({ state: 'running', phase: 'check', stumbles: 1 });
  });
  it('[BULK-9] that has ended stays as it is', () => {
    const done = finished(run(), AT);
    expect(cancelled(done, 'later')).toBe(done);
    const stopped = cancelled(run(), AT);
    expect([stopped.state, hasEnded(stopped), hasEnded(run())]).toEqual(['cancelled', true, false]);
    expect(() => advanced(stopped, { place, stored: 1, existing: 0, refused: 0 })).toThrow('cancelled');
  });
});
