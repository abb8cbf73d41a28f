import { useId } from 'preact/hooks';
import type { Question } from '../../domain/package/document/question.ts';
import { Icon } from '../../ui/icon.tsx';
import { indexOf, letterOf, listOf, shuffledOrder } from './answers.ts';
import { useWords } from './messages.ts';

export interface FieldProps<Q extends Question = Question> {
  question: Q;
  answer: string;
  /** Handed in: it can be read and not changed. */
  closed: boolean;
  /** Of the element that asks. */
  labelledBy: string;
  change: (answer: string) => void;
}

type Of<T extends Question['type']> = FieldProps<Extract<Question, { type: T }>>;

/** What a question is answered with. */
export function AnswerField(props: FieldProps) {
  const t = useWords();
  const { question } = props;
  switch (question.type) {
    case 'true-false':
      return <Options {...props} values={['t', 'f']} texts={[t.true, t.false]} />;
    case 'choice':
      return <Options {...props} texts={question.options.map(({ text }) => text)} multiple={question.multiple} />;
    case 'likert':
      return <Options {...props} texts={question.scale} scale />;
    case 'performance':
      return <Options {...props} texts={question.steps} multiple />;
    case 'matching':
      return <Pairs {...(props as Of<'matching'>)} />;
    case 'sequencing':
      return <Order {...(props as Of<'sequencing'>)} />;
    case 'long-fill-in':
      return <LongText {...props} />;
    case 'numeric':
      return <Line {...props} numeric />;
    default:
      return <Line {...props} />;
  }
}

interface OptionsProps extends FieldProps {
  texts: readonly string[];
  /** Letters by place unless given. */
  values?: readonly string[];
  multiple?: boolean;
  scale?: boolean;
}

function Options({ answer, closed, labelledBy, change, texts, values, multiple = false, scale = false }: OptionsProps) {
  const name = useId();
  const chosen = listOf(answer);
  const group = { role: multiple ? 'group' : 'radiogroup', 'aria-labelledby': labelledBy } as const;
  const pick = (value: string, on: boolean): void => {
    const next = multiple ? [...chosen.filter((other) => other !== value), ...(on ? [value] : [])] : [value];
    change(next.sort().join(','));
  };
  return (
    <div class={scale ? 'options options-scale' : 'options'} {...group}>
      {texts.map((text, i) => {
        const value = values?.[i] ?? letterOf(i);
        return (
          <label key={value} class="option">
            <input
              type={multiple ? 'checkbox' : 'radio'}
              name={name}
              value={value}
              checked={chosen.includes(value)}
              disabled={closed}
              onChange={(event) => pick(value, event.currentTarget.checked)}
            />
            <span>{text}</span>
          </label>
        );
      })}
    </div>
  );
}

function Pairs({ question, answer, closed, change }: Of<'matching'>) {
  const t = useWords();
  const base = useId();
  const chosen = new Map(listOf(answer).map((pair) => pair.split('.') as [string, string]));
  const order = shuffledOrder(question.pairs.length, question.id);
  const match = (source: string, target: string): void => {
    if (target === '') chosen.delete(source);
    else chosen.set(source, target);
    change(
      [...chosen]
        .map((pair) => pair.join('.'))
        .sort()
        .join(','),
    );
  };
  return (
    <div class="pairs">
      {question.pairs.map(({ source }, i) => {
        const letter = letterOf(i);
        const id = `${base}-${letter}`;
        return (
          <div key={letter} class="pair">
            <label for={id}>{source}</label>
            <select
              id={id}
              class="input"
              disabled={closed}
              value={chosen.get(letter) ?? ''}
              onChange={(event) => match(letter, event.currentTarget.value)}
            >
              <option value="">{t.choose}</option>
              {order.map((place) => (
                <option key={place} value={letterOf(place)}>
                  {question.pairs[place]!.target}
                </option>
              ))}
            </select>
          </div>
        );
      })}
    </div>
  );
}

function Order({ question, answer, closed, labelledBy, change }: Of<'sequencing'>) {
  const t = useWords();
  const { items } = question;
  const order = answer === '' ? shuffledOrder(items.length, question.id) : listOf(answer).map(indexOf);
  const move = (from: number, to: number): void => {
    const next = [...order];
    [next[from], next[to]] = [next[to]!, next[from]!];
    change(next.map(letterOf).join(','));
  };
  return (
    <ol class="sequence" aria-labelledby={labelledBy}>
      {order.map((place, i) => {
        const text = items[place]!;
        return (
          <li key={place} class="sequence-item">
            <span>{text}</span>
            <button
              type="button"
              class="icon-button icon-up"
              aria-label={t.moveUp(text)}
              disabled={closed || i === 0}
              onClick={() => move(i, i - 1)}
            >
              <Icon name="chevron-down" />
            </button>
            <button
              type="button"
              class="icon-button"
              aria-label={t.moveDown(text)}
              disabled={closed || i === order.length - 1}
              onClick={() => move(i, i + 1)}
            >
              <Icon name="chevron-down" />
            </button>
          </li>
        );
      })}
    </ol>
  );
}

/** SCORM 1.2 keeps 255 characters of an answer, and the page keeps all answers in 4,096. */
const LINE_CHARS = 255;
const LONG_CHARS = 1_000;

function Line({ answer, closed, labelledBy, change, numeric = false }: FieldProps & { numeric?: boolean }) {
  const t = useWords();
  return (
    <input
      class="input answer-line"
      type="text"
      inputMode={numeric ? 'decimal' : 'text'}
      maxLength={LINE_CHARS}
      autocomplete="off"
      aria-labelledby={labelledBy}
      placeholder={numeric ? t.number : t.yourAnswer}
      value={answer}
      disabled={closed}
      onInput={(event) => change(event.currentTarget.value)}
    />
  );
}

function LongText({ answer, closed, labelledBy, change }: FieldProps) {
  const t = useWords();
  return (
    <textarea
      class="input"
      rows={4}
      maxLength={LONG_CHARS}
      aria-labelledby={labelledBy}
      placeholder={t.yourAnswer}
      value={answer}
      disabled={closed}
      onInput={(event) => change(event.currentTarget.value)}
    />
  );
}
