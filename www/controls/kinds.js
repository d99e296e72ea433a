import { checkboxes, radios, select, yesno } from './choices.js';
import { choice, country, industry, suggest } from './pickers.js';
import { date } from './date.js';
import { file } from './file.js';
import { list } from './list.js';
import { number, text } from './text.js';
import { terms } from './terms.js';

/**
 * What `data-kind` in index.html may say.
 * @type {Record<string, (field: import('../form/field.js').Field) => import('../form/field.js').Control>}
 */
export const kinds = { text, number, radios, checkboxes, select, yesno, date, country, industry, choice, suggest, file, terms, list };
