import { SIGNATURE, SIGNATURE_TYPE } from '../attachments.ts';
import { isMediaType, isSha2 } from '../formats.ts';
import { checkLanguageMap, IRI_FORM } from './common.ts';
import { type Findings, has, member, need, objectOf, text } from './findings.ts';

const ATTACHMENT = new Set(['usageType', 'display', 'description', 'contentType', 'length', 'sha2', 'fileUrl']);
const MEDIA_TYPE_FORM = { test: isMediaType, expected: 'an Internet media type, such as image/png' };
const SHA2_FORM = { test: isSha2, expected: 'a SHA-2 hash in hexadecimal digits' };

/**
 * [ST-16] The attachments' descriptions (Data 2.4.11). Whether content came with the request, as it must where there is
 * no fileUrl, is known to whoever reads the request: `attachments.ts` of this stage.
 */
export function checkAttachments(value: unknown, path: string, out: Findings): void {
  if (!Array.isArray(value)) {
    out.add(path, 'ST-16', 'Attachments must be an array.');
    return;
  }
  for (let i = 0; i < value.length; i++) checkAttachment(value[i], `${path}[${i}]`, out);
}

function checkAttachment(value: unknown, path: string, out: Findings): void {
  const attachment = objectOf(value, path, ATTACHMENT, out);
  if (attachment === undefined) return;
  for (const key of ['usageType', 'display', 'contentType', 'length', 'sha2']) need(attachment, key, path, out);
  text(attachment, 'usageType', { path, rule: 'ST-15', out }, IRI_FORM);
  checkLanguageMap(attachment, 'display', path, out);
  checkLanguageMap(attachment, 'description', path, out);
  text(attachment, 'contentType', { path, rule: 'ST-16', out }, MEDIA_TYPE_FORM);
  text(attachment, 'sha2', { path, rule: 'ST-16', out }, SHA2_FORM);
  text(attachment, 'fileUrl', { path, rule: 'ST-15', out }, IRI_FORM);
  if (has(attachment, 'length') && !(Number.isInteger(attachment.length) && Number(attachment.length) >= 0)) {
    out.add(member(path, 'length'), 'ST-16', 'The length must be a whole number of bytes.');
  }
  if (attachment.usageType === SIGNATURE && attachment.contentType !== SIGNATURE_TYPE) {
    out.add(member(path, 'contentType'), 'SIG-1', `The contentType of a signature must be ${SIGNATURE_TYPE}.`);
  }
}
