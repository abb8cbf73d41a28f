export interface LrsRequest {
  readonly method: string;
  readonly url: URL;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface LrsResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export const empty = (status: number, headers: Readonly<Record<string, string>> = {}): LrsResponse => ({
  status,
  headers: { 'x-experience-api-version': '1.0.3', ...headers },
  body: '',
});

export const json = (value: unknown): LrsResponse => ({
  ...empty(200, {
    'content-type': 'application/json',
    'x-experience-api-consistent-through': new Date().toISOString(),
  }),
  body: JSON.stringify(value),
});
