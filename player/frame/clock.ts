/** Server time as this device tells it: corrected by the offset of the launch, and never running backwards. */
export function createClock(deviceNowMs: () => number, offsetMs: number): () => string {
  let last = Number.NEGATIVE_INFINITY;
  return () => {
    last = Math.max(last, deviceNowMs() + offsetMs);
    return new Date(last).toISOString();
  };
}
