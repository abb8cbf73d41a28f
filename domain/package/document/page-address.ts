/** The page of every content host that shows a page of a document, and the parameter that says which. */
export const DOCUMENT_PAGE = '.lectern/static/document.html';
export const PAGE_PARAMETER = 'page';
