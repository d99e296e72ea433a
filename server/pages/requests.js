/** The recent requests of a customer, each as curl to try. */
import { copier, h } from './page.js';

/**
 * @param {{ at: string, method: string, path: string, status: number|null, ms: number, user_agent: string }[]} seen
 * @returns {HTMLElement[]}
 */
export function requests(seen) {
  if (seen.length === 0) return [h('p', {}, 'None yet.')];
  return [h('ol', { class: 'requests' }, ...seen.map((request) => {
    const refused = request.status === null || request.status >= 400;
    const line = curl(request);
    return h('li', {}, h('details', {},
      h('summary', {},
        h('time', { datetime: request.at, title: request.at }, new Date(request.at).toLocaleTimeString('en-GB')),
        h('strong', {}, request.method),
        h('span', { class: 'outcome-of' },
          h('span', { class: refused ? 'tag refused' : 'tag complete' }, request.status === null ? 'cut' : String(request.status)), ' ',
          h('span', { class: 'took' }, `${request.ms} ms`)),
        h('code', { class: 'path' }, request.path),
        h('span', { class: 'agent' }, request.user_agent || 'no User-Agent')),
      h('div', { class: 'try' }, h('pre', {}, h('code', {}, line)), copier(() => line))));
  }))];
}

/**
 * The request again, with the key that all know. Its body was not kept: an empty patch stands in its place.
 * @param {{ method: string, path: string }} request
 */
export function curl({ method, path }) {
  const lines = [`curl -i -X ${method} '${location.origin}${path}'`, `-H 'Authorization: Bearer test_access_key'`];
  if (method === 'PUT' || method === 'POST') lines.push(`-H 'Content-Type: application/json'`, `-d '{}'`);
  return lines.join(' \\\n  ');
}
