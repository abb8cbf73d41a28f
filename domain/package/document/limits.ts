/** What one document may hold: far above what people write, and small enough to be read whole in a browser and in a Worker. */

/** Bytes of `lectern.json`. */
export const DOCUMENT_BYTES_MAX = 5 * 1024 * 1024;
export const PARTS_MAX = 1_000;
/** Levels of chapters. */
export const DEPTH_MAX = 8;
/** Each is inspected like a package of its own. */
export const EMBEDDED_MAX = 20;
/** What a learner does on a page is kept in `cmi.suspend_data`, which has 4,096 characters: from here on it has room there. */
export const BLOCKS_A_PAGE_MAX = 300;
/** Quizzes and stories. */
export const TASKS_A_PAGE_MAX = 30;
export const QUESTIONS_A_PAGE_MAX = 100;
/** SCORM 1.2 names an option by one character (RTE 1.2, 3.4.4, CMIFeedback). */
export const OPTIONS_MAX = 26;
export const SCENES_MAX = 200;
/** Characters of a text in Markdown, or of HTML. */
export const TEXT_CHARS_MAX = 500_000;
/** Characters of what stands in one line: options, captions, answers. SCORM 1.2 keeps 255 of an answer. */
export const LINE_CHARS_MAX = 1_000;
export const ANSWER_CHARS_MAX = 255;
export const ATTEMPTS_MAX = 100;
export const POINTS_MAX = 1_000;
/** CSS pixels of embedded HTML. */
export const HEIGHT_MIN = 40;
export const HEIGHT_MAX = 4_000;
export const HEIGHT_UNLESS_SAID = 400;
