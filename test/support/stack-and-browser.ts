import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { openBrowser } from './browser.ts';
import { Client } from './client.ts';
import { type Stack, startStack } from './stack.ts';

/** What most journeys need: there from the first test of a file to its last. */
export interface StackAndBrowser {
  readonly stack: Stack;
  readonly browser: Browser;
  /** Of the demo tenant's operator. */
  readonly client: Client;
}

/** Starts a stack and a browser before the tests of the file that calls this, and ends them after these. */
export function stackAndBrowser(): StackAndBrowser {
  const it = {} as { stack: Stack; browser: Browser; client: Client };
  beforeAll(async () => {
    [it.stack, it.browser] = await Promise.all([startStack(), openBrowser()]);
    it.client = new Client(it.stack, it.stack.tenants.demo!);
  });
  afterAll(async () => {
    await it.browser?.close();
    await it.stack?.stop();
  });
  return it;
}
