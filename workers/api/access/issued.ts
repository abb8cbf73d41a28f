import type { CredentialRow } from '../../../d1/content/credentials.ts';

/** What a client sends: key and secret by Basic authentication, or the token as a bearer. */
export type Issued = { readonly key: string; readonly secret: string } | { readonly token: string };

/** [CRED-1] [CRED-2] */
export const issuedTo = ({ id, scheme }: Pick<CredentialRow, 'id' | 'scheme'>, secret: string): Issued =>
  scheme === 'basic' ? { key: id, secret } : { token: `${id}.${secret}` };

/** [IDEM-13] What is kept of an answer with a secret, to repeat it: all but the secret. */
export const forgetSecret = (body: string): string =>
  JSON.stringify({ ...(JSON.parse(body) as Record<string, unknown>), issued: null });
