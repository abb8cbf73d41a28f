import type { Statement, StoredStatement } from './types.ts';

/** Building blocks for tests. */
export const ID = '0193a1b2-c3d4-4e5f-8a6b-1c2d3e4f5a6b';
export const ada = { mbox: 'mailto:ada@example.com' } as const;
export const bob = { account: { homePage: 'https://lms.example', name: 'bob' } } as const;
export const cy = { openid: 'https://cy.example' } as const;
export const did = { id: 'https://example.com/verbs/did' } as const;
export const activity = { id: 'https://example.com/a' } as const;
export const good: Statement = { actor: ada, verb: did, object: activity };
export const STORED = '2026-01-31T12:00:00.000000Z';

export const stored = (statement: Partial<StoredStatement> = {}): StoredStatement => ({
  ...good,
  id: ID,
  stored: STORED,
  timestamp: STORED,
  authority: bob,
  version: '1.0.0',
  ...statement,
});
