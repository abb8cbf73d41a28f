/** Activities of cmi5 and xAPI in a play session: launched, heard and left as pure decisions. */
export { type AuStatements, admitStatements } from './admit.ts';
export { AU_RESOURCES, type AuAsk, type AuResource, admitAsk, type Query, readsPreferences } from './door.ts';
export { hasOpenAu, type Launched, launchAu, leaveAus } from './launch.ts';
export { RETURN_PATH } from './return-path.ts';
export { registered } from './satisfied.ts';
export { notePreferencesRead, takeToken } from './token.ts';
