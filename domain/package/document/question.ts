/** The questions of a quiz: one for each type of `cmi.interactions` (SCORM 2004 RTE 4.2.9; SCORM 1.2 knows eight of them). */

export type Question =
  | TrueFalse
  | Choices
  | FillIn
  | LongFillIn
  | Numeric
  | Matching
  | Sequencing
  | Likert
  | Performance
  | Other;

interface Asked {
  /** Unique on its page; records name the question by it. */
  readonly id: string;
  /** Markdown. */
  readonly prompt: string;
  /** What a right answer is worth. */
  readonly points: number;
  /** Markdown, shown when the answer has been handed in. */
  readonly feedback?: { readonly correct?: string; readonly incorrect?: string };
}

export interface TrueFalse extends Asked {
  readonly type: 'true-false';
  readonly answer: boolean;
}

export interface Choices extends Asked {
  readonly type: 'choice';
  /** Whether several may be chosen. */
  readonly multiple: boolean;
  readonly options: readonly { readonly text: string; readonly correct: boolean }[];
}

export interface FillIn extends Asked {
  readonly type: 'fill-in';
  /** Any of them is right. */
  readonly answers: readonly string[];
  readonly caseSensitive: boolean;
}

export interface Numeric extends Asked {
  readonly type: 'numeric';
  readonly answer: number;
  /** How far off an answer may be. */
  readonly tolerance: number;
}

export interface Matching extends Asked {
  readonly type: 'matching';
  readonly pairs: readonly { readonly source: string; readonly target: string }[];
}

export interface Sequencing extends Asked {
  readonly type: 'sequencing';
  /** In the right order. */
  readonly items: readonly string[];
}

/** From here on nothing is right or wrong: an answer is kept, and worth nothing. */
export interface LongFillIn extends Asked {
  readonly type: 'long-fill-in';
}

export interface Likert extends Asked {
  readonly type: 'likert';
  readonly scale: readonly string[];
}

/** Things to do, which the learner ticks off. */
export interface Performance extends Asked {
  readonly type: 'performance';
  readonly steps: readonly string[];
}

export interface Other extends Asked {
  readonly type: 'other';
}

export const QUESTION_TYPES = [
  'true-false',
  'choice',
  'fill-in',
  'long-fill-in',
  'numeric',
  'matching',
  'sequencing',
  'likert',
  'performance',
  'other',
] as const satisfies readonly Question['type'][];

export type Judged = TrueFalse | Choices | FillIn | Numeric | Matching | Sequencing;

const UNJUDGED: readonly Question['type'][] = ['long-fill-in', 'likert', 'performance', 'other'];

/** Whether answers to it are right or wrong. */
export const isJudged = (question: Question): question is Judged => !UNJUDGED.includes(question.type);

/** What all right answers together are worth. */
export const pointsOf = (questions: readonly Question[]): number =>
  questions.reduce((sum, question) => sum + (isJudged(question) ? question.points : 0), 0);
