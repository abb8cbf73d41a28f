/**
 * Goes into every page of an AU in an export: requests to the LRS that the player gave it are answered in the page, by
 * the player in a window above. Everything else goes its way.
 */
import { LRS_ORIGIN } from '../lrs/lrs-address.ts';
import { patchFetch } from './fetch.ts';
import { findLrs } from './find-lrs.ts';
import { patchRequests } from './requests.ts';

const lrs = findLrs(window);
if (lrs !== undefined) {
  const isOurs = (url: string): boolean => url.startsWith(`${LRS_ORIGIN}/`);
  patchRequests(window, { lrs, isOurs });
  patchFetch(window, { lrs, isOurs });
}
