/** The console: the list of customers, or the one that the address names. */
import { customer } from './customer.js';
import { customers } from './customers.js';
import { h } from './page.js';

const main = /** @type {HTMLElement} */ (document.getElementById('main'));
let shown = 0;

/** Shows what the address asks for. @param {boolean} moved whether the reader came from another view */
async function show(moved) {
  const mine = ++shown;
  const address = new URLSearchParams(location.hash.slice(1));
  const id = address.get('customer');
  let title = 'Sandbox console';
  let content;
  try {
    content = id ? await customer(id) : await customers(Number(address.get('page') ?? 0));
    if (id) title = `${content[1].textContent} · ${title}`;
  } catch (error) {
    content = [h('h1', {}, 'That did not work'), h('p', {}, /** @type {Error} */ (error).message), h('p', {}, h('a', { href: '#' }, 'All customers'))];
  }
  // Another address was asked for meanwhile.
  if (mine !== shown) return;
  document.title = title;
  main.replaceChildren(...content);
  if (!moved) return;
  scrollTo(0, 0);
  const heading = /** @type {HTMLElement} */ (main.querySelector('h1'));
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

addEventListener('hashchange', () => show(true));
show(false);
