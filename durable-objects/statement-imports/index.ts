export type * from './contract.ts';
export { StatementImportsObject } from './statement-imports.ts';
