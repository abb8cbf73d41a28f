import type { XapiVersion } from './types.ts';

/** Communication 3.3: a client names any patch of a version that is offered. */
const FORMS: Readonly<Record<XapiVersion, RegExp>> = { '1.0.3': /^1\.0(?:\.\d+)?$/, '2.0.0': /^2\.0(?:\.\d+)?$/ };

export const XAPI_VERSIONS: readonly XapiVersion[] = ['1.0.3', '2.0.0'];

/** The version that a header names, out of those that are offered; undefined when it is none of them. */
export const versionNamed = (
  header: string,
  offered: readonly XapiVersion[] = XAPI_VERSIONS,
): XapiVersion | undefined => offered.find((version) => FORMS[version].test(header));
