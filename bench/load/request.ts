/** Credentials as an Authorization header. */
export const basic = ({ key, secret }: { key: string; secret: string }): string =>
  `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`;

/** The head of a POST of statements with a body of so many bytes. */
export const postHead = (authorization: string, length: number): string =>
  'POST /xapi/statements HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n' +
  `X-Experience-API-Version: 1.0.3\r\nAuthorization: ${authorization}\r\nContent-Length: ${length}\r\n\r\n`;

/** A whole GET. */
export const get = (path: string, authorization: string): string =>
  `GET ${path} HTTP/1.1\r\nHost: localhost\r\nX-Experience-API-Version: 1.0.3\r\nAuthorization: ${authorization}\r\n\r\n`;
