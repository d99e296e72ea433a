/** The page of a cold start: loads one peer, checks one patch, and says when the verdict was there. */
const asked = new URLSearchParams(location.search);
const patch = JSON.parse(document.getElementById('patch')?.textContent ?? '');

async function verdict() {
  const peer = await import(`/${asked.get('peer')}.js`);
  await peer.init?.();
  return peer.check(patch).length;
}

const issues = await verdict();
const now = performance.now();
// From the page's own last byte: what came before is the same for all.
const [page] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType('navigation'));
await fetch(`/result/${asked.get('id')}`, { method: 'POST', body: JSON.stringify({ issues, took: now - page.responseEnd }) });
