import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Page, QuizBlock, ScenarioBlock } from '../../domain/package/document/document.ts';
import type { Lms } from './lms.ts';
import {
  earned,
  FRESH_QUIZ,
  type Outcome,
  outcomeOf,
  type PageState,
  type QuizState,
  quizState,
  scenesOn,
  storyState,
} from './page-state.ts';
import { tellAnswers, tellChoice, tellLeaving, tellState } from './record.ts';
import { readState } from './suspend-data.ts';

/** What is typed is told when it has rested for so long: every telling carries the whole state. */
const REST_MS = 1_000;

export interface Clock {
  /** Milliseconds. */
  now(): number;
  after(ms: number, then: () => void): () => void;
}

/** One visit of a learner to a page: everything that they do goes through here, and is told to the LMS. */
export class PageSession {
  readonly page: Page;
  readonly state: Signal<PageState>;
  readonly outcome: ReadonlySignal<Outcome>;
  /** The block that the learner was at when they left; 0 at the beginning. */
  readonly resumeAt: number;
  readonly #lms: Lms;
  readonly #clock: Clock;
  readonly #began: number;
  /** When the learner turned to a quiz or a story; answers are told with the time since then. */
  readonly #turned = new Map<string, number>();
  #location: number;
  #cancelRest: (() => void) | undefined;

  constructor(page: Page, lms: Lms, clock: Clock) {
    this.page = page;
    this.#lms = lms;
    this.#clock = clock;
    this.#began = clock.now();
    this.state = signal(readState(lms.get('suspend_data')));
    this.outcome = computed(() => outcomeOf(page, this.state.value));
    this.resumeAt = Number(lms.get('core.lesson_location')) || 0;
    this.#location = this.resumeAt;
    // What was reached before stands, whatever is done now.
    if (!this.outcome.value.complete) this.#tell();
  }

  /** The end of the page is in view. */
  seenEnd(): void {
    if (!this.state.value.end) this.#change({ end: true });
  }

  /** A recording was played to its end. */
  played(place: number): void {
    const { played } = this.state.value;
    if (!played.includes(place)) this.#change({ played: [...played, place] });
  }

  /** The learner looks at a block; it is where they go on next time. */
  at(place: number): void {
    if (place === this.#location) return;
    this.#location = place;
    this.#lms.set('core.lesson_location', String(place));
  }

  answer(quiz: QuizBlock, question: string, answer: string): void {
    this.#since(quiz.id);
    const { answers, ...rest } = quizState(this.state.value, quiz.id);
    this.#setQuiz(quiz.id, { ...rest, answers: { ...answers, [question]: answer }, closed: false });
    this.#cancelRest?.();
    this.#cancelRest = this.#clock.after(REST_MS, () => this.#tell());
  }

  handIn(quiz: QuizBlock): void {
    const before = quizState(this.state.value, quiz.id);
    const after = {
      ...before,
      tries: before.tries + 1,
      closed: true,
      best: Math.max(before.best, earned(quiz, before)),
    };
    tellAnswers(this.#lms, quiz, before, this.#since(quiz.id));
    this.#turned.delete(quiz.id);
    this.#setQuiz(quiz.id, after);
    this.#tell();
  }

  /** The quiz is empty again; what was reached in it stays. */
  tryAgain(quiz: QuizBlock): void {
    const { tries, best } = quizState(this.state.value, quiz.id);
    this.#setQuiz(quiz.id, { ...FRESH_QUIZ, tries, best });
    this.#tell();
  }

  choose(story: ScenarioBlock, choice: { letter: string; index: number }): void {
    const { way, best } = storyState(this.state.value, story.id);
    const scene = scenesOn(story, way).at(-1)!;
    tellChoice(this.#lms, { story: story.id, scene: scene.id }, choice.index, this.#since(story.id));
    this.#turned.delete(story.id);
    const further = way + choice.letter;
    const next = scenesOn(story, further).at(-1)!;
    const ended = next.choices.length === 0 ? Math.max(best ?? 0, next.score ?? 100) : best;
    this.#setStory(story.id, { way: further, ...(ended === undefined ? {} : { best: ended }) });
  }

  restart(story: ScenarioBlock): void {
    this.#setStory(story.id, { ...storyState(this.state.value, story.id), way: '' });
  }

  /** The learner goes elsewhere; nothing can be told after this. */
  leave(): void {
    if (this.#cancelRest !== undefined) this.#tell();
    tellLeaving(this.#lms, this.#clock.now() - this.#began);
  }

  #setQuiz(id: string, quiz: QuizState): void {
    const { quizzes } = this.state.value;
    this.state.value = { ...this.state.value, quizzes: { ...quizzes, [id]: quiz } };
  }

  #setStory(id: string, story: { way: string; best?: number }): void {
    this.#change({ stories: { ...this.state.value.stories, [id]: story } });
  }

  #change(part: Partial<PageState>): void {
    this.state.value = { ...this.state.value, ...part };
    this.#tell();
  }

  #tell(): void {
    this.#cancelRest?.();
    this.#cancelRest = undefined;
    tellState(this.#lms, this.page, this.state.value);
  }

  /** Milliseconds since the learner turned to it, which may be now. */
  #since(id: string): number {
    const turned = this.#turned.get(id) ?? this.#clock.now();
    this.#turned.set(id, turned);
    return this.#clock.now() - turned;
  }
}
