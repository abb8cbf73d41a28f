/** What pages of authored documents say, in English; the other languages say the same. */
export const en = {
  loading: 'Opening the page',
  noPage: 'This page is not in the course',
  noPageBody: 'Open the course again from where you found it.',
  notRead: 'The page could not be opened',
  notReadBody: 'Check your network, then open this part again.',
  unsupported: 'Not supported',
  unsupportedBody: (kind: string) => `This part (“${kind}”) needs a later version of the player.`,
  download: 'Download',
  logo: 'Logo',
  quiz: 'Questions',
  story: 'A story to decide',
  transcript: 'Transcript',
  playToEnd: 'Play it to its end to complete this page.',

  true: 'True',
  false: 'False',
  yourAnswer: 'Your answer',
  number: 'A number',
  choose: 'Choose…',
  moveUp: (item: string) => `Move “${item}” up`,
  moveDown: (item: string) => `Move “${item}” down`,
  handIn: 'Hand in answers',
  tryAgain: 'Try again',
  triesLeft: (left: number) => (left === 1 ? '1 try left' : `${left} tries left`),
  noTries: 'No tries left',
  unanswered: 'Not answered yet',
  correct: 'Right',
  wrong: 'Not right',
  kept: 'Kept',
  rightAnswer: (answer: string) => `Right answer: ${answer}`,
  result: (right: number, of: number) => `${right} of ${of} right`,
  thanks: 'Your answers are kept',

  yourChoice: (text: string) => `You chose: ${text}`,
  theEnd: 'The end',
  startAgain: 'Start again',
  storyScore: (score: number) => `${score} of 100`,

  complete: {
    completed: 'This page is completed',
    passed: 'You passed this page',
    failed: 'You did not pass this page',
  },
  score: (score: number) => `Score: ${score} of 100`,
};

export type Words = typeof en;
