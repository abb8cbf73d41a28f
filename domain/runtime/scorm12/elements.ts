/** The SCORM 1.2 data model (RTE 1.2, 3.4) as one table. Names are without `cmi.`; `n` stands for an index. */
import type { Datatype } from './datatypes.ts';

export interface ElementRule {
  readonly access: 'read' | 'write' | 'both';
  readonly type: Datatype;
  /** What it says before anyone has set it (RTE 1.2, 3.4.7). */
  readonly initial: string;
}

const read = (type: Datatype, initial = ''): ElementRule => ({ access: 'read', type, initial });
const write = (type: Datatype, initial = ''): ElementRule => ({ access: 'write', type, initial });
const both = (type: Datatype, initial = ''): ElementRule => ({ access: 'both', type, initial });

export const ELEMENTS: Readonly<Record<string, ElementRule>> = {
  'core.student_id': read('identifier'),
  'core.student_name': read('string255'),
  'core.lesson_location': both('string255'),
  'core.credit': read('credit'),
  'core.lesson_status': both('lessonStatus', 'not attempted'),
  'core.entry': read('entry'),
  'core.score.raw': both('score'),
  'core.score.min': both('score'),
  'core.score.max': both('score'),
  'core.total_time': read('timespan', '0000:00:00.00'),
  'core.lesson_mode': read('mode'),
  'core.exit': write('exit'),
  'core.session_time': write('timespan'),
  suspend_data: both('string4096'),
  launch_data: read('string4096'),
  comments: both('string4096'),
  comments_from_lms: read('string4096'),
  'objectives.n.id': both('identifier'),
  'objectives.n.score.raw': both('score'),
  'objectives.n.score.min': both('score'),
  'objectives.n.score.max': both('score'),
  'objectives.n.status': both('objectiveStatus', 'not attempted'),
  'student_data.mastery_score': read('decimal'),
  'student_data.max_time_allowed': read('timespan'),
  'student_data.time_limit_action': read('string255'),
  'student_preference.audio': both('audio', '0'),
  'student_preference.language': both('string255'),
  'student_preference.speed': both('speed', '0'),
  'student_preference.text': both('text', '0'),
  'interactions.n.id': write('identifier'),
  'interactions.n.objectives.n.id': write('identifier'),
  'interactions.n.time': write('time'),
  'interactions.n.type': write('interactionType'),
  'interactions.n.correct_responses.n.pattern': write('feedback'),
  'interactions.n.weighting': write('decimal'),
  'interactions.n.student_response': write('feedback'),
  'interactions.n.result': write('result'),
  'interactions.n.latency': write('timespan'),
};

/** What `_children` answers, for the elements that have children. */
export const CHILDREN: Readonly<Record<string, string>> = {
  core: 'student_id,student_name,lesson_location,credit,lesson_status,entry,score,total_time,lesson_mode,exit,session_time',
  'core.score': 'raw,min,max',
  objectives: 'id,score,status',
  'objectives.n.score': 'raw,min,max',
  student_data: 'mastery_score,max_time_allowed,time_limit_action',
  student_preference: 'audio,language,speed,text',
  interactions: 'id,objectives,time,type,correct_responses,weighting,student_response,result,latency',
};

/** The elements that `_count` can be asked of. */
export const ARRAYS: ReadonlySet<string> = new Set([
  'objectives',
  'interactions',
  'interactions.n.objectives',
  'interactions.n.correct_responses',
]);
