import type { Random } from './random.ts';

/** What a case is made of. */
export interface Maker {
  readonly random: Random;
  readonly seed: number;
  readonly index: number;
}

/** A few of everything, so that cases meet what earlier ones have stored. */
const ACTORS = [
  { mbox: 'mailto:ada@learners.example', name: 'Ada' },
  { objectType: 'Agent', account: { homePage: 'https://hr.example', name: 'grace' } },
  { objectType: 'Agent', openid: 'https://id.example/alan' },
  { objectType: 'Agent', mbox_sha1sum: 'ebd31e95054c018b10727ccffd2ef2ec3a016ee9' },
  { objectType: 'Group', name: 'Anonymous', member: [{ mbox: 'mailto:ada@learners.example' }] },
  { objectType: 'Group', mbox: 'mailto:team@learners.example', member: [{ mbox: 'mailto:ada@learners.example' }] },
];
const VERBS = ['attempted', 'answered', 'passed', 'failed', 'completed', 'initialized', 'terminated', 'scored'].map(
  (name) => ({ id: `http://adlnet.gov/expapi/verbs/${name}`, display: { 'en-US': name, de: `${name} (de)` } }),
);
const ACTIVITIES = [
  { id: 'https://courses.example/golf' },
  {
    id: 'https://courses.example/golf/1',
    definition: {
      name: { en: 'Golf', 'de-DE': 'Golf (de)' },
      description: { en: 'About golf' },
      type: 'http://adlnet.gov/expapi/activities/course',
      moreInfo: 'https://courses.example/golf/more',
      extensions: { 'https://ext.example/any': { deep: [1, 2, { three: null }] } },
    },
  },
  {
    objectType: 'Activity',
    id: 'https://courses.example/golf/question',
    definition: {
      type: 'http://adlnet.gov/expapi/activities/cmi.interaction',
      interactionType: 'choice',
      correctResponsesPattern: ['a[,]b'],
      choices: [
        { id: 'a', description: { en: 'A' } },
        { id: 'b', description: { en: 'B', fr: 'B' } },
      ],
    },
  },
  {
    id: 'https://courses.example/golf/match',
    definition: {
      interactionType: 'matching',
      source: [{ id: 's', description: { en: 'S' } }],
      target: [{ id: 't', description: { en: 'T' } }],
      correctResponsesPattern: ['s[.]t'],
    },
  },
];
const ATTACHMENT = {
  usageType: 'https://usage.example/picture',
  display: { en: 'A picture' },
  description: { en: 'Of golf' },
  contentType: 'image/png',
  length: 3,
  sha2: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  fileUrl: 'https://files.example/picture',
};

export const someActor = (random: Random) => random.pick(ACTORS);
export const someActivity = (random: Random) => random.pick(ACTIVITIES).id;
export const someVerb = (random: Random) => random.pick(VERBS).id;
/** One of a few, so that some are asked for that are there. */
export const someRegistration = (random: Random) => `0193a1b2-c3d4-4e5f-8a6b-00000000000${random.int(10)}`;

/** The id that the statement of a case has: later cases refer to it, resend it, and ask for it. */
export const idOf = (seed: number, index: number): string =>
  `${(seed >>> 0).toString(16).padStart(8, '0')}-0000-4000-8000-${index.toString(16).padStart(12, '0')}`;

/** Of a hundred earlier cases, so that references form chains, circles and crowds. */
export const earlier = ({ random, seed, index }: Maker) => idOf(seed, Math.max(0, index - random.int(100)));

function objectOf(random: Random, earlier: string): object {
  return random.weighted<() => object>([
    [8, () => random.pick(ACTIVITIES)],
    [1, () => ({ objectType: 'Agent', ...someActor(random) })],
    [1, () => ({ objectType: 'StatementRef', id: earlier })],
    [
      1,
      () => ({
        objectType: 'SubStatement',
        actor: someActor(random),
        verb: random.pick(VERBS),
        object: random.pick(ACTIVITIES),
        attachments: [ATTACHMENT],
        timestamp: '2026-02-28T12:00:00.123+01:00',
      }),
    ],
  ])();
}

/** A valid statement; most have most of what a statement can have. `earlier` is the id of another one. */
export function someStatement(random: Random, id: string, earlier: string): object {
  if (random.chance(0.02)) return voiding(random, id, earlier);
  const object = objectOf(random, earlier);
  const isActivity = !('objectType' in object) || object.objectType === 'Activity';
  const parts: Record<string, unknown> = {
    result: {
      score: { scaled: 0.5, raw: 5, min: 0, max: 10 },
      success: true,
      completion: false,
      response: 'å🙂',
      duration: 'PT1H2M3.45S',
      extensions: { 'https://ext.example/r': 1.5 },
    },
    context: {
      registration: someRegistration(random),
      instructor: { mbox: 'mailto:teacher@learners.example' },
      team: { objectType: 'Group', account: { homePage: 'https://hr.example', name: 'team' } },
      contextActivities: { parent: [random.pick(ACTIVITIES)], grouping: random.pick(ACTIVITIES), category: [] },
      ...(isActivity ? { revision: '2', platform: 'fuzz' } : {}),
      language: 'en-GB',
      statement: { objectType: 'StatementRef', id: earlier },
      extensions: { 'https://ext.example/c': { a: [] } },
    },
    timestamp: '2026-02-28T12:00:00.123Z',
    attachments: [ATTACHMENT],
    version: '1.0.3',
  };
  const kept = Object.entries(parts).filter(() => random.chance(0.7));
  return { id, actor: someActor(random), verb: random.pick(VERBS), object, ...Object.fromEntries(kept) };
}

const voiding = (random: Random, id: string, earlier: string) => ({
  id,
  actor: someActor(random),
  verb: { id: 'http://adlnet.gov/expapi/verbs/voided' },
  object: { objectType: 'StatementRef', id: earlier },
});
