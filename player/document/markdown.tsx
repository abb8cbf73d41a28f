import { lexer, type Token, type Tokens } from 'marked';
import { type ComponentChildren, createContext } from 'preact';
import { useContext, useMemo } from 'preact/hooks';
import { addressOf } from './course.ts';
import { leveled } from './headings.ts';

/** The address of the course, for what its pages name. */
export const Course = createContext('');

/**
 * Markdown as elements. What marked tells apart is turned into elements of this list and nothing else: there is no HTML in
 * between, so nothing needs to be cleaned of it, and HTML in a text is shown as the text that it is.
 */
export function Markdown({ text }: { text: string }) {
  const course = useContext(Course);
  const sections = useMemo(() => leveled(lexer(text)), [text]);
  return (
    <div class="prose">
      {sections.map(({ token, level }) => (level === undefined ? block(token, course) : heading(token, level, course)))}
    </div>
  );
}

const blocks = (tokens: readonly Token[], course: string): ComponentChildren =>
  tokens.map((token) => block(token, course));

function block(token: Token, course: string): ComponentChildren {
  switch (token.type) {
    case 'space':
    case 'def':
      return null;
    case 'heading':
      return (
        <p>
          <strong>{inline(childrenOf(token), course)}</strong>
        </p>
      );
    case 'paragraph':
      return <p>{inline(childrenOf(token), course)}</p>;
    case 'blockquote':
      return <blockquote>{blocks(childrenOf(token), course)}</blockquote>;
    case 'code':
      return (
        // A long line is scrolled, also with the keyboard.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
        <pre tabIndex={0}>
          <code>{token.text}</code>
        </pre>
      );
    case 'hr':
      return <hr />;
    case 'list':
      return list(token as Tokens.List, course);
    case 'table':
      return table(token as Tokens.Table, course);
    case 'html':
      return <p>{token.raw.trim()}</p>;
    default:
      return inline([token], course);
  }
}

function list({ ordered, start, items }: Tokens.List, course: string) {
  const rows = items.map((item) => <li>{blocks(item.tokens, course)}</li>);
  return ordered ? <ol start={start === '' ? 1 : start}>{rows}</ol> : <ul>{rows}</ul>;
}

function table({ header, rows }: Tokens.Table, course: string) {
  const style = (cell: Tokens.TableCell): { textAlign?: 'left' | 'center' | 'right' } =>
    cell.align === null ? {} : { textAlign: cell.align };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled, also with the keyboard
    <div class="table-scroll" tabIndex={0}>
      <table>
        <thead>
          <tr>
            {header.map((cell) => (
              <th scope="col" style={style(cell)}>
                {inline(cell.tokens, course)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr>
              {row.map((cell) => (
                <td style={style(cell)}>{inline(cell.tokens, course)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const heading = (token: Token, level: number, course: string) => {
  const Tag = `h${level}` as 'h2';
  return <Tag>{inline(childrenOf(token), course)}</Tag>;
};

const childrenOf = (token: Token): readonly Token[] => ('tokens' in token ? (token.tokens ?? []) : []);

const inline = (tokens: readonly Token[], course: string): ComponentChildren =>
  tokens.map((token) => {
    const inner = (): ComponentChildren => inline(childrenOf(token), course);
    switch (token.type) {
      case 'strong':
        return <strong>{inner()}</strong>;
      case 'em':
        return <em>{inner()}</em>;
      case 'del':
        return <del>{inner()}</del>;
      case 'codespan':
        return <code>{token.text}</code>;
      case 'br':
        return <br />;
      case 'link':
        return link(token as Tokens.Link, inner(), course);
      case 'image':
        return picture(token as Tokens.Image, course);
      case 'text':
        return childrenOf(token).length === 0 ? decoded(token.text) : inner();
      case 'escape':
        return token.text;
      default:
        return token.raw;
    }
  });

/** Links open beside the course; what is no address of the web, of mail or of the course is text. */
function link({ href }: Tokens.Link, text: ComponentChildren, course: string) {
  const to = safeAddress(href, course);
  if (to === undefined) return text;
  return (
    <a href={to} target="_blank" rel="noopener noreferrer">
      {text}
    </a>
  );
}

function picture({ href, text }: Tokens.Image, course: string) {
  const src = safeAddress(href, course);
  return src === undefined ? text : <img src={src} alt={text} loading="lazy" />;
}

/** A path is one of the course; marked leaves its percent escapes as they are. */
function safeAddress(href: string, course: string): string | undefined {
  if (/^(https?:\/\/|mailto:)/i.test(href)) return href;
  if (/^[a-z][a-z0-9+.-]*:|^\/|\\/i.test(href)) return undefined;
  try {
    return addressOf(decodeURIComponent(href), course);
  } catch {
    return undefined;
  }
}

const area = typeof document === 'undefined' ? undefined : document.createElement('textarea');

/** Character references (`&amp;`, `&nbsp;`): the browser knows them all. A text area holds text, never elements. */
function decoded(text: string): string {
  if (area === undefined || !text.includes('&')) return text;
  area.innerHTML = text;
  return area.value;
}
