import { useEffect, useState } from 'preact/hooks';
import type { SessionView } from '../../domain/session/contract.ts';
import type { ProblemError } from './problem.ts';
import { asProblem, type Resource } from './resource.ts';
import { keepReading } from './streaming.ts';

interface Found {
  readonly data: SessionView | null;
  readonly error: ProblemError | null;
}

/** A session as it is now, again with every change: the calls of a course announce no events, so it is watched itself. */
export function useSessionView(id: string): Resource<SessionView> {
  const [found, setFound] = useState<Found>({ data: null, error: null });
  const [round, setRound] = useState(0);
  useEffect(() => {
    const gone = new AbortController();
    setFound({ data: null, error: null });
    keepReading({
      path: () => `/api/v1/play-sessions/${id}/events`,
      signal: gone.signal,
      take: ({ event, data }) => {
        if (event === 'view') setFound({ data: JSON.parse(data) as SessionView, error: null });
      },
    }).catch((error: unknown) => setFound(({ data }) => ({ data, error: asProblem(error) })));
    return () => gone.abort();
  }, [id, round]);
  return { ...found, reload: () => setRound(round + 1) };
}
