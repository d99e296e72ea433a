const { industries, init, loadMessages, message, options, validate } = require('kyb-patch');
const { customerPatch } = require('kyb-patch/standard-schema');

init().then(async () => {
  const [issue] = validate({ tax_country: 'US' }).issues;
  await loadMessages('en');
  const [{ title }] = await industries('541519');
  const seen = customerPatch['~standard'].validate({ associated_persons: [{}] }).issues[0].path;
  const label = options('id_type', 'en')[0].label;
  const words = message(issue, 'en').length > 20;
  console.log(JSON.stringify({ code: issue.code, suggestion: issue.suggestion, words, title, label, path: seen.slice(0, 2).join() }));
});
