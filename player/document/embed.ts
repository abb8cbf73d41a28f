/** Shows the HTML that the page around it sends, in a document whose policy lets it reach nothing. */
addEventListener('message', ({ source, data }) => {
  if (source !== window.parent || typeof data !== 'string') return;
  document.open();
  document.write(data);
  document.close();
});
window.parent.postMessage('embed', '*');
