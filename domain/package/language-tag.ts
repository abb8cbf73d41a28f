/** A language tag in form (BCP 47; the pattern of `xs:language`). What it names is not looked up. */
const LANGUAGE_TAG = /^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$/;

export const isLanguageTag = (text: string): boolean => LANGUAGE_TAG.test(text);
