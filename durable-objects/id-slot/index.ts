export * from './contract.ts';
export { IdSlot } from './id-slot.ts';
