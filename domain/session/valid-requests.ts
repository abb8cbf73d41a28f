/** What a SCO of SCORM 2004 may ask for (`adl.nav.request_valid`; SN 4th Edition, 4.3). */
import type { Runtime } from '../runtime/sco.ts';
import { availabilityOf } from './availability.ts';
import type { SessionData } from './data.ts';
import { playableNodes } from './tree.ts';

/**
 * The run-time of a page that is delivered now, with what it may ask for: without rules nothing that the SCO does changes
 * that. The server's own copy goes without, because reading is no part of the journal.
 */
export function withValidRequests(data: SessionData, runtime: Runtime): Runtime {
  if (runtime.standard !== 'scorm2004') return runtime;
  const availability = availabilityOf(data);
  const all = playableNodes(data.course.structure).map(({ id }) => id);
  const requests = {
    // On the last part it ends the course, which is granted.
    continue: availability.next() !== undefined || availability.atEnd(),
    previous: availability.previous() !== undefined,
    choice: all.filter((id) => availability.isOpen(id)),
    jump: all,
  };
  return { ...runtime, state: { ...runtime.state, requests } };
}
