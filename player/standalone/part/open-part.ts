import type { PackageFormat } from '../../../domain/package/manifest.ts';
import type { PlayableNode } from '../course-file.ts';
import { assetPart } from './asset-part.ts';
import { auPart } from './au-part.ts';
import { auGiven, scorm2004Given } from './given.ts';
import type { Part, PartContext } from './part.ts';
import { scorm12Part } from './scorm12-part.ts';
import { scorm2004Part } from './scorm2004-part.ts';

/** The part of a node, with the run-time that its page expects. */
export function openPart(node: PlayableNode, format: PackageFormat, context: PartContext): Part {
  // A page of another host can reach nothing here: it is shown.
  if (node.kind === 'asset' || /^https?:/.test(node.launch.path)) return assetPart(context);
  if (node.kind === 'au') return auPart(auGiven(node), context);
  if (format.startsWith('scorm2004')) return scorm2004Part(scorm2004Given(node.scorm2004 ?? {}), context);
  return scorm12Part(node.scorm12 ?? {}, context);
}
