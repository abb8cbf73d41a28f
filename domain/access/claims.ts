import { err, ok, type Result } from '../kernel/result.ts';
import type { Claims } from './grants.ts';

/** OpenID Connect Core 1.0, 2: a subject has at most 255 characters. */
const MAX_SUBJECT_CHARS = 255;
/** Nobody means sixteen services at once; each one costs a place in a query. */
const MAX_AUDIENCES = 16;

/** Whom a token stands for. */
export interface TokenIdentity {
  readonly issuer: string;
  readonly subject: string;
  /** The application that acts for the subject; absent when it acts for itself. */
  readonly client?: string;
  readonly audiences: readonly string[];
}

/** [ACC-6] [ACC-7] Reads the claims that say whom a token stands for; refused with a sentence for who sent it. */
export function identityOf(claims: Claims): Result<TokenIdentity, string> {
  const { iss: issuer, sub: subject, client_id, azp } = claims;
  const audiences = [claims.aud].flat();
  if (typeof issuer !== 'string' || issuer === '') return err('It names no issuer (iss).');
  if (typeof subject !== 'string' || subject === '' || subject.length > MAX_SUBJECT_CHARS) {
    return err(`It names no subject (sub) of 1 to ${MAX_SUBJECT_CHARS} characters.`);
  }
  if (!isTexts(audiences) || audiences.length === 0 || audiences.length > MAX_AUDIENCES) {
    return err(`It names no audience (aud), or more than ${MAX_AUDIENCES}.`);
  }
  const client = [client_id, azp].find((value) => typeof value === 'string' && value !== '') as string | undefined;
  const identity = { issuer, subject, audiences };
  return ok(client === undefined || client === subject ? identity : { ...identity, client });
}

const isTexts = (values: readonly unknown[]): values is readonly string[] =>
  values.every((value) => typeof value === 'string');
