/** A language tag in form (BCP 47; the pattern of `xs:language`). What it names is not looked up. */
const LANGUAGE_TAG = /^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$/;

/** A course in more languages names them in vain: people see the first ones, and a row holds the list. */
export const LANGUAGES_MAX = 20;

export const isLanguageTag = (text: string): boolean => LANGUAGE_TAG.test(text);
