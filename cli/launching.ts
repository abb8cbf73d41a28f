import { spawn } from 'node:child_process';
import type { ArgsDef } from 'citty';
import type { Client } from './client.ts';
import type { Me, PlaySession } from './wire.ts';

/** Options of commands that launch a course. */
export const launchArgs = {
  learner: { type: 'string', description: 'Name of the learner', valueHint: 'NAME', default: 'Sample Learner' },
  account: {
    type: 'string',
    description: 'Account name of the learner; made from the name if absent',
    valueHint: 'ID',
  },
  restart: { type: 'boolean', description: 'Start over instead of continuing' },
  open: { type: 'boolean', description: 'Open the course in the browser' },
} as const satisfies ArgsDef;

export interface LaunchArgs {
  readonly learner: string;
  readonly account?: string | undefined;
  readonly restart?: boolean | undefined;
}

/** Opens a play session for a learner; the link in the answer opens the player without a login. */
export async function launch(client: Client, packageId: string, args: LaunchArgs): Promise<PlaySession> {
  const { homePage } = await client.get<Me>('/api/v1/me');
  return client.post<PlaySession>('/api/v1/play-sessions', {
    packageId,
    learner: { name: args.learner, account: { homePage, name: args.account ?? accountName(args.learner) } },
    ...(args.restart === true ? { restart: true } : {}),
  });
}

/** An account name made from a person's name: `Ada Lovelace` → `ada-lovelace`. Letters of any script stay. */
export const accountName = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '') || 'learner';

/** Opens a page in the person's browser. The page's address is printed as well, so a failure needs no more than silence. */
export function openInBrowser(url: string): void {
  const openers: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
    darwin: ['open'],
    win32: ['rundll32', 'url.dll,FileProtocolHandler'],
  };
  const [program, ...args] = openers[process.platform] ?? ['xdg-open'];
  spawn(program, [...args, url], { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref();
}
