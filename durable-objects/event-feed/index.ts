export * from './contract.ts';
export { EventFeed } from './event-feed.ts';
