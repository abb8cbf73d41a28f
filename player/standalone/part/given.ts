/** What the manifest says of an AU, as its launch wants it. */
import { hash53 } from '../../../domain/kernel/hash53.ts';
import type { PlayableNode } from '../course-file.ts';
import { LRS_ORIGIN } from '../lrs/lrs-address.ts';
import type { AuGiven } from './au-part.ts';

export function auGiven(node: PlayableNode): AuGiven {
  const { cmi5, xapi } = node;
  // The LMS makes the id of a launched AU; it is never the publisher's (cmi5 9.4). Nothing in it needs an escape, because
  // some AUs decode the address that they were launched with twice.
  const activityId = xapi?.id ?? `${LRS_ORIGIN}/activities/${hash53(node.id).toString(36)}`;
  if (cmi5 === undefined) return { activityId };
  const { publisherId, moveOn = 'NotApplicable', masteryScore, launchParameters, entitlementKey } = cmi5;
  return { activityId, cmi5: { publisherId, moveOn, masteryScore, launchParameters, entitlementKey } };
}
