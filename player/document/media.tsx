import { useContext, useEffect, useId, useRef } from 'preact/hooks';
import type {
  AudioBlock,
  Captions,
  FileBlock,
  HtmlBlock,
  ImageBlock,
  VideoBlock,
} from '../../domain/package/document/document.ts';
import { Icon } from '../../ui/icon.tsx';
import { addressOf } from './course.ts';
import { Course, Markdown } from './markdown.tsx';
import { useWords } from './messages.ts';

export function Picture({ block }: { block: ImageBlock }) {
  const course = useContext(Course);
  return (
    <figure class="figure">
      <img src={addressOf(block.file, course)} alt={block.alt} />
      {block.caption !== undefined && <figcaption>{block.caption}</figcaption>}
    </figure>
  );
}

interface RecordingProps<B> {
  block: B;
  played: () => void;
}

export function Film({ block, played }: RecordingProps<VideoBlock>) {
  const course = useContext(Course);
  const poster = block.poster === undefined ? {} : { poster: addressOf(block.poster, course) };
  return (
    <Recording block={block}>
      <video
        controls
        playsInline
        preload="metadata"
        src={addressOf(block.file, course)}
        aria-label={block.title}
        onEnded={played}
        {...poster}
      >
        <Tracks captions={block.captions} />
      </video>
    </Recording>
  );
}

export function Sound({ block, played }: RecordingProps<AudioBlock>) {
  const course = useContext(Course);
  return (
    <Recording block={block}>
      {/* biome-ignore lint/a11y/useMediaCaption: captions and transcript are the author's */}
      <audio controls preload="metadata" src={addressOf(block.file, course)} aria-label={block.title} onEnded={played}>
        <Tracks captions={block.captions} />
      </audio>
    </Recording>
  );
}

function Recording({ block, children }: { block: VideoBlock | AudioBlock; children: preact.ComponentChildren }) {
  const t = useWords();
  return (
    <figure class="figure">
      {children}
      <figcaption>
        {block.title}
        {block.required && <span class="figure-note">{t.playToEnd}</span>}
      </figcaption>
      {block.transcript !== undefined && (
        <details class="transcript">
          <summary>{t.transcript}</summary>
          <Markdown text={block.transcript} />
        </details>
      )}
    </figure>
  );
}

function Tracks({ captions }: { captions: readonly Captions[] }) {
  const course = useContext(Course);
  return (
    <>
      {captions.map(({ file, language, label }, i) => (
        <track
          key={file}
          kind="captions"
          src={addressOf(file, course)}
          srcLang={language}
          label={label ?? language}
          default={i === 0}
        />
      ))}
    </>
  );
}

export function Attachment({ block }: { block: FileBlock }) {
  const t = useWords();
  const course = useContext(Course);
  const described = useId();
  return (
    <p class="attachment">
      <a
        class="button"
        href={addressOf(block.file, course)}
        download={block.file.split('/').at(-1)}
        aria-describedby={block.description === undefined ? undefined : described}
      >
        <Icon name="download" />
        {t.download}: {block.title}
      </a>
      {block.description !== undefined && (
        <span id={described} class="muted">
          {block.description}
        </span>
      )}
    </p>
  );
}

/** What runs in the frame reaches nothing: no origin, no storage, no course. It may run scripts and open windows. */
const SANDBOX = 'allow-scripts allow-forms allow-popups';
/** Beside this page: a page that shows the HTML that it is sent. */
const EMBED_PAGE = 'embed.html';

export function Embedded({ block }: { block: HtmlBlock }) {
  const course = useContext(Course);
  const frame = useRef<HTMLIFrameElement>(null);
  const { source } = block;
  const inline = 'html' in source ? source.html : undefined;
  useEffect(() => {
    if (inline === undefined) return undefined;
    const give = (event: MessageEvent): void => {
      const page = frame.current?.contentWindow;
      // The frame has an origin of its own that no name fits; who asks is known by its window.
      if (page != null && event.source === page && event.data === 'embed') page.postMessage(inline, '*');
    };
    addEventListener('message', give);
    return () => removeEventListener('message', give);
  }, [inline]);
  return (
    <iframe
      ref={frame}
      class="embedded"
      title={block.title}
      sandbox={SANDBOX}
      src={'html' in source ? EMBED_PAGE : addressOf(source.file, course)}
      style={{ height: `${block.height}px` }}
    />
  );
}
