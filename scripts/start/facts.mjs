// What a person and a tool need to know about the server that runs.

/**
 * Node and most tools do not resolve *.localhost, so `url` is plain localhost; browsers get the shell's own host.
 * @param {string} url `http://localhost:PORT`
 * @param {{ tenant: string, operatorToken: string, xapi: { key: string, secret: string } }} tenant
 */
export function factsOf(url, { tenant, operatorToken, xapi }) {
  const shell = url.replace('//localhost', '//lectern.localhost');
  return {
    url,
    consoleUrl: `${shell}/console/#token=${operatorToken}`,
    playerUrl: `${shell}/play/`,
    tenant,
    operatorToken,
    // With the slash: clients put `statements` behind it.
    xapi: { endpoint: `${url}/xapi/`, key: xapi.key, secret: xapi.secret },
  };
}

/** @param {ReturnType<typeof factsOf>} facts @param {string} headline */
export function printFacts(facts, headline) {
  console.log(`
${headline}

  Console         ${facts.consoleUrl}
  Player          ${facts.playerUrl}
  xAPI endpoint   ${facts.xapi.endpoint}
    key           ${facts.xapi.key}
    secret        ${facts.xapi.secret}
  Operator token  ${facts.operatorToken}
`);
}
