export * from './contract.ts';
export { DocumentStore } from './document-store.ts';
