import type { Page } from 'playwright-core';
import { openBrowser, WIDE } from '../../test/support/browser.ts';
import { Client } from '../../test/support/client.ts';
import { chooseAnswers, handIn, turnPages } from '../../test/support/play.ts';
import { openPlayer } from '../../test/support/player-page.ts';
import { pause, type Stack, startStack } from '../../test/support/stack.ts';
import { percentile } from '../percentiles.ts';
import { table } from '../table.ts';
import { settingsOf } from './settings.ts';

/** What the journeys' promise is about, and what it aims at. */
const LIMIT_MS = 5000;
const POLL_MS = 10;
const GIVE_UP_MS = 30_000;
const DELIVERED = 'delivery.play_session.completed.v1';
const RECORDED = 'progress.completion.recorded.v1';

/**
 * From the last call that a course makes in the player (the one that completes it, in a real browser) until the feed of
 * events shows the session's completion, and the learner's completion record. Beside it the bare round trip to the same
 * stack at the same time, which is the floor of what polling can see.
 */
export async function completion(args: readonly string[]): Promise<object> {
  const { runs } = settingsOf(args);
  const [stack, browser] = await Promise.all([startStack(), openBrowser()]);
  const rows = ['bare HTTP round trip', DELIVERED, RECORDED].map((name) => ({ name, values: [] as number[] }));
  try {
    const client = new Client(stack, stack.tenants.demo!);
    const [{ id }] = await client.all('/api/v1/packages');
    for (let run = 0; run < runs; run++) {
      const context = await browser.newContext({ viewport: WIDE });
      const times = await measure(stack, client, { packageId: id, page: await context.newPage() });
      await context.close();
      for (const [i, row] of rows.entries()) row.values.push(times[i]!);
    }
  } finally {
    await browser.close();
    await stack.stop();
  }
  const results = rows.map(({ name, values }) => {
    const [p50, p95, worst] = [0.5, 0.95, 1].map((share) => Math.round(percentile(values, share)));
    return { name, p50: p50!, p95: p95!, worst: worst! };
  });
  const cells = results.map(({ name, p50, p95, worst }) => [name, p50, p95, worst, runs]);
  console.log(table(['milliseconds', 'p50', 'p95', 'worst', 'runs'], cells));
  const summary = Object.fromEntries(results.map(({ name, ...times }) => [name, times]));
  return {
    runs,
    unit: 'ms',
    limitMs: LIMIT_MS,
    holds: results.slice(1).every(({ p95 }) => p95 < LIMIT_MS),
    ...summary,
  };
}

/** Milliseconds: one round trip, until delivery's event, until progress's event. */
async function measure(
  stack: Stack,
  client: Client,
  { packageId, page }: { packageId: string; page: Page },
): Promise<number[]> {
  const session = await client.openSession(packageId);
  const player = await openPlayer(page, session.launchUrl);
  for (let lesson = 0; lesson < 2; lesson++) {
    await turnPages(player);
    await player.next();
  }
  const cursor = await lastCursor(client);
  await chooseAnswers(player);
  // The click makes the last calls; what the browser needs for it is counted too.
  const began = performance.now();
  await handIn(player);
  const waiting = new Map([
    [DELIVERED, 0],
    [RECORDED, 0],
  ]);
  while ([...waiting.values()].includes(0)) {
    const { items } = await client.get(`/api/v1/events?cursor=${encodeURIComponent(cursor)}`);
    for (const { type, data } of items) {
      if (waiting.get(type) === 0 && data.registration === session.registration)
        waiting.set(type, performance.now() - began);
    }
    if (performance.now() - began > GIVE_UP_MS) throw new Error(`no completion within ${GIVE_UP_MS / 1000} s`);
    await pause(POLL_MS);
  }
  const asked = performance.now();
  await (await fetch(`${stack.url}/api/v1/health`)).arrayBuffer();
  return [performance.now() - asked, ...waiting.values()];
}

/** Where the feed ends now. */
async function lastCursor(client: Client): Promise<string> {
  for (let cursor = ''; ; ) {
    const { items, next } = await client.get(
      `/api/v1/events${cursor === '' ? '' : `?cursor=${encodeURIComponent(cursor)}`}`,
    );
    if (next !== null) cursor = next;
    if (items.length === 0 || next === null) return cursor;
  }
}
