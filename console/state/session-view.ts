import { useEffect, useState } from 'preact/hooks';
import type { SessionView } from '../../domain/session/contract.ts';
import { api } from './api.ts';
import { retryDelayMs } from './feed.ts';
import { ProblemError } from './problem.ts';
import { asProblem, type Resource } from './resource.ts';

/** A session as it is now, again with every change: the calls of a course announce no events, so it is watched itself. */
export function useSessionView(id: string): Resource<SessionView> {
  const [found, setFound] = useState<{ data: SessionView | null; error: ProblemError | null }>({
    data: null,
    error: null,
  });
  const [round, setRound] = useState(0);
  useEffect(() => {
    const gone = new AbortController();
    void watch(id, gone.signal, (data) => setFound({ data, error: null })).catch((error: unknown) => {
      if (!gone.signal.aborted) setFound(({ data }) => ({ data, error: asProblem(error) }));
    });
    return () => gone.abort();
  }, [id, round]);
  return { ...found, reload: () => setRound(round + 1) };
}

/** Throws only when there is no such session for this operator; a lost connection is taken up again. */
async function watch(id: string, signal: AbortSignal, show: (view: SessionView) => void): Promise<void> {
  const path = `/api/v1/play-sessions/${id}`;
  for (let failures = 0; !signal.aborted; failures++) {
    try {
      if (failures === 0) show(await api.get<SessionView>(path, { signal }));
      for await (const message of api.events(`${path}/events`, signal)) {
        failures = 0;
        if (message.event === 'view') show(JSON.parse(message.data) as SessionView);
      }
    } catch (error) {
      const final = failures === 0 || (error instanceof ProblemError && error.status >= 400 && error.status < 500);
      if (signal.aborted || final) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, retryDelayMs(failures)));
  }
}
