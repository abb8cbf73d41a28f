/** The verbs that playing courses makes, for choosing one. Names are the standards' own, so they are not translated. */
const ADL = 'http://adlnet.gov/expapi/verbs/';

export const VERBS: readonly { readonly id: string; readonly name: string }[] = [
  ...['attempted', 'initialized', 'resumed', 'experienced', 'interacted', 'answered', 'completed', 'passed', 'failed']
    .concat(['scored', 'suspended', 'terminated'])
    .map((name) => ({ id: ADL + name, name })),
  { id: 'https://w3id.org/xapi/adl/verbs/abandoned', name: 'abandoned' },
  { id: 'https://w3id.org/xapi/adl/verbs/satisfied', name: 'satisfied' },
];
