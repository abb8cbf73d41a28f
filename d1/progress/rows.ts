/** The rows of the progress database as SQLite gives them. JSON columns are text; see the migrations. */

export interface AttemptRow {
  readonly registration: string;
  readonly activity: string;
  readonly n: number;
  readonly type: string | null;
  readonly name: string | null;
  readonly state: 'active' | 'suspended' | 'closed';
  readonly opened_at: string;
  readonly closed_at: string | null;
  readonly closed_by: 'terminated' | 'abandoned' | 'completed' | null;
  readonly completion: 'unknown' | 'incomplete' | 'completed';
  readonly success: 'unknown' | 'passed' | 'failed';
  readonly score: string | null;
  readonly seconds: number | null;
}

export interface CompletionRow {
  readonly registration: string;
  readonly activity: string;
  readonly name: string | null;
  readonly completed_at: string;
  readonly success: 'unknown' | 'passed' | 'failed';
  readonly score: string | null;
  readonly seconds: number | null;
  readonly statement: string;
}

/** A JSON column as what was put in. */
export const fromJson = <T>(text: string | null): T | null => (text === null ? null : (JSON.parse(text) as T));
