import { catalogue } from '../../ui/messages/catalogue.ts';

const en = {
  ownWindow: 'This part opens in a window of its own.',
  openWindow: 'Open the part',
  windowOpen: 'The part is open in another window. Leave this one open while you work there.',
  windowBlocked: 'Your browser has blocked the window. Allow windows for this page, then open the part again.',
};

export const t = catalogue({ en }, navigator.languages);
