/** The SCORM 2004 4th Edition data model (RTE 4.2; SN 4.2 and 4.3) as one table. `n` stands for an index. */
import type { Datatype } from './datatypes.ts';

export interface ElementRule {
  readonly access: 'read' | 'write' | 'both';
  readonly type: Datatype | 'response' | 'pattern' | 'validity';
  /** What it says before anyone has set it; without one, asking is 403 (RTE 3.1.7.6). */
  readonly initial?: string;
  /** The element of the same record that has to be set before this one (408). */
  readonly after?: 'id' | 'type';
}

type More = Pick<ElementRule, 'initial' | 'after'>;
const read = (type: ElementRule['type'], more: More = {}): ElementRule => ({ access: 'read', type, ...more });
const write = (type: ElementRule['type'], more: More = {}): ElementRule => ({ access: 'write', type, ...more });
const both = (type: ElementRule['type'], more: More = {}): ElementRule => ({ access: 'both', type, ...more });

const identified = { after: 'id' } as const;
const unknown = { initial: 'unknown' } as const;

/** Names as the state keeps them: those of `cmi` without it, those of `adl` with it. */
export const ELEMENTS: Readonly<Record<string, ElementRule>> = {
  'comments_from_learner.n.comment': both('localized4000'),
  'comments_from_learner.n.location': both('string250'),
  'comments_from_learner.n.timestamp': both('time'),
  'comments_from_lms.n.comment': read('localized4000'),
  'comments_from_lms.n.location': read('string250'),
  'comments_from_lms.n.timestamp': read('time'),
  completion_status: both('completion', unknown),
  completion_threshold: read('measure'),
  credit: read('credit'),
  entry: read('entry'),
  exit: write('exit'),
  'interactions.n.id': both('identifier'),
  'interactions.n.type': both('interactionType', identified),
  'interactions.n.objectives.n.id': both('identifier', identified),
  'interactions.n.timestamp': both('time', identified),
  'interactions.n.correct_responses.n.pattern': both('pattern', { after: 'type' }),
  'interactions.n.weighting': both('real', identified),
  'interactions.n.learner_response': both('response', { after: 'type' }),
  'interactions.n.result': both('result', identified),
  'interactions.n.latency': both('interval', identified),
  'interactions.n.description': both('localized250', identified),
  launch_data: read('string4000'),
  learner_id: read('identifier'),
  learner_name: read('localized250'),
  'learner_preference.audio_level': both('level', { initial: '1' }),
  'learner_preference.language': both('language', { initial: '' }),
  'learner_preference.delivery_speed': both('level', { initial: '1' }),
  'learner_preference.audio_captioning': both('captioning', { initial: '0' }),
  location: both('string1000'),
  max_time_allowed: read('interval'),
  mode: read('mode'),
  'objectives.n.id': both('identifier'),
  'objectives.n.score.scaled': both('scaled', identified),
  'objectives.n.score.raw': both('real', identified),
  'objectives.n.score.min': both('real', identified),
  'objectives.n.score.max': both('real', identified),
  'objectives.n.success_status': both('success', { ...unknown, ...identified }),
  'objectives.n.completion_status': both('completion', { ...unknown, ...identified }),
  'objectives.n.progress_measure': both('measure', identified),
  'objectives.n.description': both('localized250', identified),
  progress_measure: both('measure'),
  scaled_passing_score: read('scaled'),
  'score.scaled': both('scaled'),
  'score.raw': both('real'),
  'score.min': both('real'),
  'score.max': both('real'),
  session_time: write('interval'),
  success_status: both('success', unknown),
  suspend_data: both('string64000'),
  time_limit_action: read('timeLimitAction', { initial: 'continue,no message' }),
  total_time: read('interval', { initial: 'PT0H0M0S' }),
  'adl.nav.request': both('navigation', { initial: '_none_' }),
  'adl.nav.request_valid.continue': read('validity', unknown),
  'adl.nav.request_valid.previous': read('validity', unknown),
  'adl.nav.request_valid.choice.{target}': read('validity', unknown),
  'adl.nav.request_valid.jump.{target}': read('validity', unknown),
  'adl.data.n.id': read('identifier'),
  'adl.data.n.store': both('string64000'),
};

const SCORE = 'scaled,raw,min,max';

/** What `_children` answers, for the elements that have children. */
export const CHILDREN: Readonly<Record<string, string>> = {
  comments_from_learner: 'comment,location,timestamp',
  comments_from_lms: 'comment,location,timestamp',
  interactions: 'id,type,objectives,timestamp,correct_responses,weighting,learner_response,result,latency,description',
  learner_preference: 'audio_level,language,delivery_speed,audio_captioning',
  objectives: 'id,score,success_status,completion_status,progress_measure,description',
  'objectives.n.score': SCORE,
  score: SCORE,
  'adl.data': 'id,store',
};

/** The elements that `_count` can be asked of. */
export const ARRAYS: ReadonlySet<string> = new Set([
  'comments_from_learner',
  'comments_from_lms',
  'interactions',
  'interactions.n.objectives',
  'interactions.n.correct_responses',
  'objectives',
  'adl.data',
]);
