/** The runtime frame: stands between shell and course on the content origin, gives the course its API, keeps its word. */
import { FRAME_SHELL_META } from '../../domain/session/contract.ts';
import { boot } from './boot.ts';
import './frame.css';

const shell = window.parent;
const shellOrigin = document.querySelector(`meta[name="${FRAME_SHELL_META}"]`)?.getAttribute('content');
const nonce = location.hash.slice(1);

// A SCO looks for its API from parent to parent (RTE 1.2, 3.3.6.1) and must stop here: the shell is another origin, and
// merely asking it for `API` throws.
window.parent = window;

if (shell !== window && shellOrigin && nonce !== '') {
  // The nonce is for this page's ears only as long as no course is loaded; it need not stay in the address.
  history.replaceState(null, '', location.pathname + location.search);
  boot({ shell, shellOrigin, nonce });
}
