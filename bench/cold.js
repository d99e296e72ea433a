/** The page of a cold start: loads one peer, checks one patch, and says when the verdict was there. */
const asked = new URLSearchParams(location.search);
const patch = JSON.parse(document.getElementById('patch')?.textContent ?? '');

/** From what moment the time runs: from the page's own last byte, or from when a page that stands asks for the peer. */
async function start() {
  if (asked.get('from') === 'page') {
    const [page] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType('navigation'));
    return page.responseEnd;
  }
  // What starts a page at all is the same for all, and no part of what is asked: it is over by now.
  if (document.readyState !== 'complete') await new Promise((resolve) => window.addEventListener('load', resolve));
  await new Promise((resolve) => setTimeout(resolve, 200));
  const began = performance.now();
  // Ours comes in two files, and its documentation has a page ask for both at once.
  if (asked.get('peer') === 'kyb-patch') {
    const href = '/wasm/kyb_patch_bg.wasm';
    document.head.append(Object.assign(document.createElement('link'), { rel: 'preload', as: 'fetch', crossOrigin: '', href }));
  }
  return began;
}

async function verdict() {
  const peer = await import(`/${asked.get('peer')}.js`);
  await peer.init?.();
  return peer.check(patch).length;
}

const began = await start();
const issues = await verdict();
const took = performance.now() - began;
await fetch(`/result/${asked.get('id')}`, { method: 'POST', body: JSON.stringify({ issues, took }) });
