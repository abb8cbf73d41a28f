/** The run-time of a node that nobody has opened yet, with what the manifest and the platform tell its SCO. */
import type { StructureNode } from '../package/manifest.ts';
import type { LaunchMode, Runtime, Standard } from './sco.ts';
import { createScorm12 } from './scorm12/index.ts';
import { createScorm2004, scorm2004Given } from './scorm2004/index.ts';

export interface NewRuntime extends LaunchMode {
  readonly standard: Standard;
  readonly node: Pick<StructureNode, 'scorm12' | 'scorm2004'>;
  readonly learner: { readonly id: string; readonly name: string };
  /** SCORM 1.2 values outside the standard are refused instead of kept with a warning. */
  readonly strict: boolean;
}

export function newRuntime({ standard, node, learner, strict, credit, mode }: NewRuntime): Runtime {
  if (standard === 'scorm2004') {
    const given = scorm2004Given(node.scorm2004 ?? {});
    return {
      standard,
      state: createScorm2004({ learnerId: learner.id, learnerName: learner.name, credit, mode, ...given }),
    };
  }
  const { dataFromLms, masteryScore, maxTimeAllowed, timeLimitAction } = node.scorm12 ?? {};
  const state = createScorm12({
    strict,
    studentId: learner.id,
    studentName: learner.name,
    credit,
    lessonMode: mode,
    launchData: dataFromLms,
    masteryScore,
    maxTimeAllowed,
    timeLimitAction,
  });
  return { standard, state };
}
