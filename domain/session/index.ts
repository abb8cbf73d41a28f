/** The play session as pure decisions: what the Durable Object keeps, and what each request makes of it. */
export type { SessionData } from './data.ts';
export { admitJournal } from './journal.ts';
export { createSession, openLaunch } from './launch.ts';
export { abandonSession, expireLease, leaseEndsAt } from './lease.ts';
export * from './limits.ts';
export { navigate } from './navigate.ts';
export { viewOf } from './view.ts';
export type { Decision } from './work.ts';
