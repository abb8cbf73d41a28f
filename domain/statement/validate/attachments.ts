import { SIGNATURE, SIGNATURE_TYPE } from '../attachments.ts';
import { isMediaType, isSha2 } from '../formats.ts';
import { checkLanguageMap, IRI_FORM } from './common.ts';
import { eachOf, type Findings, isThere, need, objectOf, type TextForm, text, within } from './findings.ts';

const ATTACHMENT = new Set(['usageType', 'display', 'description', 'contentType', 'length', 'sha2', 'fileUrl']);
const MEDIA_TYPE_FORM: TextForm = {
  rule: 'ST-16',
  test: isMediaType,
  expected: 'an Internet media type, such as image/png',
};
const SHA2_FORM: TextForm = { rule: 'ST-16', test: isSha2, expected: 'a SHA-2 hash in hexadecimal digits' };

/**
 * [ST-16] The attachments' descriptions (Data 2.4.11). Whether content came with the request, as it must where there is
 * no fileUrl, is known to whoever reads the request: `attachments.ts` of this stage.
 */
export function checkAttachments(value: unknown, out: Findings): void {
  if (Array.isArray(value)) eachOf(value, out, checkAttachment);
  else out.add('ST-16', 'Attachments must be an array.');
}

function checkAttachment(value: unknown, out: Findings): void {
  const attachment = objectOf(value, ATTACHMENT, out);
  if (attachment === undefined) return;
  for (const key of ['usageType', 'display', 'contentType', 'length', 'sha2']) need(attachment[key], key, out);
  const { length, usageType, contentType } = attachment;
  text(usageType, 'usageType', out, IRI_FORM);
  within(attachment.display, 'display', out, checkLanguageMap);
  within(attachment.description, 'description', out, checkLanguageMap);
  text(contentType, 'contentType', out, MEDIA_TYPE_FORM);
  text(attachment.sha2, 'sha2', out, SHA2_FORM);
  text(attachment.fileUrl, 'fileUrl', out, IRI_FORM);
  if (isThere(length) && !(Number.isInteger(length) && Number(length) >= 0)) {
    out.addAt('length', 'ST-16', 'The length must be a whole number of bytes.');
  }
  if (usageType === SIGNATURE && contentType !== SIGNATURE_TYPE) {
    out.addAt('contentType', 'SIG-1', `The contentType of a signature must be ${SIGNATURE_TYPE}.`);
  }
}
