/** What a command ends with when it can't do its work: a sentence, what to do, and how to find it in the logs. */
export class Failure extends Error {
  readonly detail: string | undefined;
  readonly remedy: string | undefined;
  readonly code: string | undefined;
  readonly requestId: string | undefined;
  /** The same request may succeed in a moment: contact was lost, or the server had trouble of its own. */
  readonly transient: boolean;

  constructor(title: string, more: FailureFacts = {}) {
    super(title);
    this.detail = more.detail;
    this.remedy = more.remedy;
    this.code = more.code;
    this.requestId = more.requestId;
    this.transient = more.transient ?? false;
  }
}

interface FailureFacts {
  readonly detail?: string | undefined;
  readonly remedy?: string | undefined;
  readonly code?: string | undefined;
  readonly requestId?: string | undefined;
  readonly transient?: boolean;
}

/** The failure as lines for a person; `paint` marks the first. */
export function failureLines(failure: Failure, paint: (text: string) => string = (text) => text): string[] {
  const { message, detail, remedy, code, requestId } = failure;
  const trace = [code, requestId === undefined ? undefined : `request ${requestId}`].filter(
    (part) => part !== undefined,
  );
  return [
    paint(`Error: ${message}`),
    ...[detail, remedy].filter((line) => line !== undefined),
    ...(trace.length === 0 ? [] : [`(${trace.join(', ')})`]),
  ];
}

/** Reads a problem document (RFC 9457) as Lectern writes them; other bodies fall back to the status. */
export function failureOfProblem(status: number, body: unknown): Failure {
  const members = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  const text = (key: string): string | undefined => {
    const value = members[key];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const [detail, where] = [text('detail'), text('where')];
  return new Failure(text('title') ?? `The server answered with status ${status}`, {
    detail: detail !== undefined && where !== undefined ? `${detail} (${where})` : detail,
    remedy: text('remedy'),
    code: text('code'),
    requestId: text('instance'),
    transient: status >= 500,
  });
}
