import { industries, init, loadMessages, message, options, validate } from 'kyb-patch';
import { customerPatch } from 'kyb-patch/standard-schema';

/** Uses all that has to be found on a host: the module, words, titles, a second entrypoint. */
export async function probe() {
  await init();
  const [issue] = validate({ tax_country: 'US' }).issues;
  await loadMessages('en');
  const [{ title }] = await industries('541519');
  const seen = customerPatch['~standard'].validate({ associated_persons: [{}] }).issues[0].path;
  const label = options('id_type', 'en')[0].label;
  return { code: issue.code, suggestion: issue.suggestion, words: message(issue, 'en').length > 20, title, label, path: seen.slice(0, 2).join() };
}
