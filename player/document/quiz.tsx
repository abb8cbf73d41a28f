import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { QuizBlock } from '../../domain/package/document/document.ts';
import { isJudged, type Question } from '../../domain/package/document/question.ts';
import { State } from '../../ui/feedback.tsx';
import { isAnswered, judge, rightWords } from './answers.ts';
import { Markdown } from './markdown.tsx';
import { useWords } from './messages.ts';
import { answerOf, type QuizState, quizState } from './page-state.ts';
import { AnswerField } from './question.tsx';
import type { PageSession } from './session.ts';
import type { Words } from './words/en.ts';

interface QuizProps {
  block: QuizBlock;
  session: PageSession;
}

/** Questions that are handed in together, and what came of them. */
export function Quiz({ block, session }: QuizProps) {
  const t = useWords();
  const quiz = quizState(session.state.value, block.id);
  // Those that were asked for when it was handed in too early.
  const [asked, setAsked] = useState<readonly string[]>([]);
  const base = useId();
  const handIn = (): void => {
    const open = block.questions.filter((question) => !isReady(question, answerOf(quiz, question.id)));
    setAsked(open.map(({ id }) => id));
    if (open.length === 0) session.handIn(block);
    else bringTo(document.getElementById(`${base}-${open[0]!.id}`)!);
  };
  return (
    <section class="card" aria-label={block.title ?? t.quiz}>
      {block.title !== undefined && <h2 class="card-title">{block.title}</h2>}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          handIn();
        }}
      >
        {block.questions.map((question) => (
          <div key={question.id} class="question" id={`${base}-${question.id}`}>
            <div id={`${base}-${question.id}-asks`}>
              <Markdown text={question.prompt} />
            </div>
            <AnswerField
              question={question}
              answer={answerOf(quiz, question.id)}
              closed={quiz.closed}
              labelledBy={`${base}-${question.id}-asks`}
              change={(answer) => session.answer(block, question.id, answer)}
            />
            {quiz.closed ? (
              <Verdict question={question} answer={answerOf(quiz, question.id)} reveal={isOver(block, quiz)} />
            ) : (
              asked.includes(question.id) &&
              !isReady(question, answerOf(quiz, question.id)) && (
                <p class="verdict tone-warn" role="alert">
                  <State tone="warn">{t.unanswered}</State>
                </p>
              )
            )}
          </div>
        ))}
        <Actions block={block} session={session} />
      </form>
    </section>
  );
}

/** The first question that is missing: in sight, and its first control under the keyboard. */
function bringTo(question: HTMLElement): void {
  question.scrollIntoView({ block: 'center' });
  question.querySelector<HTMLElement>('input, select, textarea, button:enabled')?.focus({ preventScroll: true });
}

/** What is judged has to be answered; an opinion may be kept to oneself. */
const isReady = (question: Question, answer: string): boolean => !isJudged(question) || isAnswered(question, answer);

const isOver = ({ attempts }: QuizBlock, { tries }: QuizState): boolean => attempts !== undefined && tries >= attempts;

function Actions({ block, session }: QuizProps) {
  const t = useWords();
  const quiz = quizState(session.state.value, block.id);
  const over = isOver(block, quiz);
  const result = useRef<HTMLHeadingElement>(null);
  const wasClosed = useRef(quiz.closed);
  // The focus goes to the result of what was just done; who comes back to a closed quiz keeps it where it is.
  useEffect(() => {
    if (quiz.closed && !wasClosed.current) result.current?.focus();
    wasClosed.current = quiz.closed;
  }, [quiz.closed]);
  return (
    <div class="card-actions">
      {quiz.closed ? (
        <h3 class="result" ref={result} tabIndex={-1}>
          {resultOf(block, quiz, t)}
        </h3>
      ) : (
        <button type="submit" class="button button-primary" disabled={over}>
          {t.handIn}
        </button>
      )}
      {quiz.closed && !over && (
        <button type="button" class="button" onClick={() => session.tryAgain(block)}>
          {t.tryAgain}
        </button>
      )}
      {block.attempts !== undefined && (
        <span class="muted">{over ? t.noTries : t.triesLeft(block.attempts - quiz.tries)}</span>
      )}
    </div>
  );
}

function resultOf({ questions }: QuizBlock, quiz: QuizState, t: Words): string {
  const judged = questions.filter(isJudged);
  const right = judged.filter((question) => judge(question, answerOf(quiz, question.id)) === 'correct');
  return judged.length === 0 ? t.thanks : t.result(right.length, judged.length);
}

const TONES = { correct: 'good', wrong: 'bad', neutral: 'neutral' } as const;

function Verdict({ question, answer, reveal }: { question: Question; answer: string; reveal: boolean }) {
  const t = useWords();
  const verdict = judge(question, answer);
  if (verdict === 'neutral' && answer === '') return null;
  const words = { correct: t.correct, wrong: t.wrong, neutral: t.kept };
  const feedback = verdict === 'wrong' ? question.feedback?.incorrect : question.feedback?.correct;
  const right = verdict === 'wrong' && reveal ? rightWords(question, { true: t.true, false: t.false }) : undefined;
  return (
    <div class={`verdict tone-${TONES[verdict]}`}>
      <State tone={TONES[verdict]} {...(verdict === 'wrong' ? { icon: 'failed' as const } : {})}>
        {words[verdict]}
      </State>
      {right !== undefined && <p>{t.rightAnswer(right)}</p>}
      {feedback !== undefined && <Markdown text={feedback} />}
    </div>
  );
}
