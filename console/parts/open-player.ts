/**
 * Opens the address that `find` answers in a new tab. The tab is opened at once, because browsers allow that only while
 * the click is being handled, and is closed again when the address can't be had. Returns the address when the browser
 * kept the tab from opening, else null.
 */
export async function openPlayer(find: () => Promise<string>): Promise<string | null> {
  const tab = window.open('about:blank', '_blank');
  try {
    const url = await find();
    if (tab === null) return url;
    // The player must not reach back into the console.
    tab.opener = null;
    tab.location.replace(url);
    return null;
  } catch (error) {
    tab?.close();
    throw error;
  }
}
