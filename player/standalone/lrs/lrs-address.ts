/** Nobody has this host (RFC 2606): requests to it never leave the page. */
export const LRS_ORIGIN = 'https://lrs.lectern.invalid';
export const LRS_ENDPOINT = `${LRS_ORIGIN}/xapi/`;
export const LRS_FETCH = `${LRS_ORIGIN}/fetch`;
