import { createCipheriv, createHash } from 'node:crypto';

/** How large a generated course is. The same shape gives the same bytes. */
export interface CourseShape {
  /** Of all files but the manifest, unpacked. */
  readonly bytes: number;
  /** Films, one a lesson; each lesson is a SCO. */
  readonly media: number;
  /** Pages, spread over the lessons. */
  readonly small: number;
  /** Courses of different seeds have no file in common. */
  readonly seed: string;
}

/** A file of the course; its bytes are made when they are asked for. */
export interface CourseFile {
  readonly path: string;
  readonly compressible: boolean;
  contents(): Buffer;
}

/** Pages are this share of a course, films are the rest. */
const PAGES_SHARE = 0.1;
/** Twice what a page has around its words. */
const MIN_PAGE_BYTES = 1000;

/** What is wrong with a shape, in words; undefined when a course can be made of it. */
export function wrongShape({ bytes, media, small }: Omit<CourseShape, 'seed'>): string | undefined {
  if (media < 1) return 'A course has at least one media file.';
  if (small < media) return `${media} lessons need ${media} small files at least, one page each; ${small} are too few.`;
  const pageBytes = Math.floor((bytes * PAGES_SHARE) / small);
  if (pageBytes >= MIN_PAGE_BYTES) return undefined;
  return `${small} small files share a tenth of ${bytes} bytes: less than ${MIN_PAGE_BYTES} bytes each.`;
}

/** The files in the order of the archive: the manifest, then each lesson with its film and its pages. */
export function* courseFiles(shape: CourseShape): Generator<CourseFile> {
  const pageBytes = Math.floor((shape.bytes * PAGES_SHARE) / shape.small);
  const filmBytes = Math.floor((shape.bytes - pageBytes * shape.small) / shape.media);
  const keyOf = (path: string) => createHash('sha256').update(`${shape.seed}/${path}`).digest();
  yield { path: 'imsmanifest.xml', compressible: true, contents: () => Buffer.from(manifestOf(shape)) };
  for (let lesson = 0; lesson < shape.media; lesson++) {
    const [film = '', ...pages] = pathsOf(shape, lesson);
    yield { path: film, compressible: false, contents: () => noise(keyOf(film), filmBytes) };
    for (const path of pages) {
      yield { path, compressible: true, contents: () => pageOf(keyOf(path), pageBytes) };
    }
  }
}

const numbered = (n: number): string => String(n + 1).padStart(5, '0');

/** The film and the pages of a lesson. */
function pathsOf({ media, small }: CourseShape, lesson: number): string[] {
  const [first, end] = [lesson, lesson + 1].map((n) => Math.floor((small * n) / media)) as [number, number];
  const folder = `lesson-${numbered(lesson)}`;
  return [
    `${folder}/film.mp4`,
    ...Array.from({ length: end - first }, (_, i) => `${folder}/page-${numbered(first + i)}.html`),
  ];
}

/** SCORM 1.2 (CAM 2.3): every file is listed, as authoring tools do. */
function manifestOf(shape: CourseShape): string {
  const lessons = Array.from({ length: shape.media }, (_, lesson) => lesson);
  const items = lessons.map(
    (n) => `<item identifier="item-${n}" identifierref="res-${n}"><title>Lesson ${n + 1}</title></item>\n`,
  );
  const resources = lessons.map((n) => {
    const paths = pathsOf(shape, n);
    const files = paths.map((path) => `<file href="${path}"/>`).join('\n');
    return `<resource identifier="res-${n}" type="webcontent" adlcp:scormtype="sco" href="${paths[1]}">\n${files}\n</resource>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="bench-${shape.seed}" version="1.0" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
<metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
<organizations default="course"><organization identifier="course"><title>Generated course ${shape.seed}</title>
${items.join('')}</organization></organizations>
<resources>
${resources.join('')}</resources>
</manifest>
`;
}

/** Bytes that nothing compresses: a key stream. */
const noise = (key: Buffer, bytes: number): Buffer =>
  createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(bytes));

const HEADS = 'ba ce di fo gu ha je ki lo mu na pe ri so tu va'.split(' ');
const TAILS = 'bal cen dir fos gul ham jet kin lor mus nat per rin sol tur van'.split(' ');
const WORDS = Array.from({ length: 256 }, (_, i) => `${HEADS[i >> 4]}${TAILS[i & 15]} `);
const BEFORE = `<!doctype html>
<html lang="la"><head><meta charset="utf-8"><title>Lesson</title>
<script>
const find = (w) => w.API ?? (w.parent === w ? undefined : find(w.parent));
const api = find(window);
api?.LMSInitialize('');
api?.LMSSetValue('cmi.core.lesson_status', 'completed');
api?.LMSCommit('');
</script></head><body><p>`;
const AFTER = '</p></body></html>\n';

/** A page of random words, which compress about as text does. */
function pageOf(key: Buffer, bytes: number): Buffer {
  const room = bytes - BEFORE.length - AFTER.length;
  const choice = noise(key, Math.ceil(room / WORDS[0]!.length));
  const text = Array.from(choice, (byte) => WORDS[byte]).join('');
  return Buffer.from(`${BEFORE}${text.slice(0, room)}${AFTER}`, 'latin1');
}
