export type * from './contract.ts';
export { StatementLog } from './statement-log.ts';
