/** One JSON line a fact, for log collectors. Never put names, tokens or bodies into it. */
export function logLine(fields: { service: string; level?: 'info' | 'error'; [field: string]: unknown }): void {
  const line = JSON.stringify({ at: new Date().toISOString(), level: 'info', ...fields });
  if (fields.level === 'error') console.error(line);
  else console.log(line);
}
