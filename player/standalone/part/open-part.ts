import { type PackageFormat, standardOf } from '../../../domain/package/manifest.ts';
import type { PlayableNode } from '../course-file.ts';
import { assetPart } from './asset-part.ts';
import { auPart } from './au-part.ts';
import { auGiven } from './given.ts';
import type { Part, PartContext } from './part.ts';
import { scoPart } from './sco-part.ts';

/** The part of a node, with the run-time that its page expects. */
export function openPart(node: PlayableNode, format: PackageFormat, context: PartContext): Part {
  const standard = standardOf(format, node.kind);
  // A page of another host can reach nothing here: it is shown.
  const isElsewhere = /^https?:/i.test(node.launch.path);
  if (node.kind === 'au' && !isElsewhere) return auPart(auGiven(node), context);
  return standard === undefined || isElsewhere ? assetPart(context) : scoPart(node, standard, context);
}
