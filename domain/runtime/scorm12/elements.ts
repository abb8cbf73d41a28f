/** The SCORM 1.2 data model (RTE 1.2, 3.4) as one table. Names are without `cmi.`; `n` stands for an index. */
import type { Datatype } from './datatypes.ts';

export interface ElementRule {
  readonly access: 'read' | 'write' | 'both';
  readonly type: Datatype;
}

const read = (type: Datatype): ElementRule => ({ access: 'read', type });
const write = (type: Datatype): ElementRule => ({ access: 'write', type });
const both = (type: Datatype): ElementRule => ({ access: 'both', type });

export const ELEMENTS: Readonly<Record<string, ElementRule>> = {
  'core.student_id': read('identifier'),
  'core.student_name': read('string255'),
  'core.lesson_location': both('string255'),
  'core.credit': read('credit'),
  'core.lesson_status': both('lessonStatus'),
  'core.entry': read('entry'),
  'core.score.raw': both('score'),
  'core.score.min': both('score'),
  'core.score.max': both('score'),
  'core.total_time': read('timespan'),
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
  'objectives.n.status': both('objectiveStatus'),
  'student_data.mastery_score': read('decimal'),
  'student_data.max_time_allowed': read('timespan'),
  'student_data.time_limit_action': read('string255'),
  'student_preference.audio': both('audio'),
  'student_preference.language': both('string255'),
  'student_preference.speed': both('speed'),
  'student_preference.text': both('text'),
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

/** What an element says before anyone has set it; empty unless listed (RTE 1.2, 3.4.7). */
export const INITIAL_VALUES: Readonly<Record<string, string>> = {
  'core.lesson_status': 'not attempted',
  'core.total_time': '0000:00:00.00',
  'student_preference.audio': '0',
  'student_preference.speed': '0',
  'student_preference.text': '0',
};
