/** Signs the terms of the session that the address names, and leads back to where it was begun. */

const session = new URLSearchParams(location.hash.slice(1)).get('session') ?? '';
const button = /** @type {HTMLButtonElement} */ (document.getElementById('sign'));
const outcome = /** @type {HTMLElement} */ (document.getElementById('outcome'));

button.addEventListener('click', async () => {
  try {
    const response = await fetch(`terms/${encodeURIComponent(session)}`, { method: 'POST', credentials: 'omit' });
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.detail);
    signed(answer);
  } catch (error) {
    outcome.textContent = error instanceof TypeError ? 'The sandbox does not answer. Try again.' : /** @type {Error} */ (error).message;
  }
});

/** @param {{ signed_agreement_id: string, redirect_url?: string }} answer */
function signed(answer) {
  button.remove();
  const id = document.createElement('code');
  id.textContent = answer.signed_agreement_id;
  outcome.replaceChildren('Signed. The agreement is ', id, '. ');
  if (!answer.redirect_url) return;
  const back = document.createElement('a');
  const url = new URL(answer.redirect_url);
  url.searchParams.set('signed_agreement_id', answer.signed_agreement_id);
  back.href = url.href;
  back.textContent = 'Go back';
  outcome.append(back);
}
