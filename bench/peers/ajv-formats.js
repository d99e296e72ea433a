/** The functions that Ajv's compiled schema calls for formats: those of ajv-formats, and alpha-3 as a set. */
import { fullFormats } from 'ajv-formats/dist/formats';

import { alpha3 } from 'words';

const countries = new Set(alpha3);

export const formats = {
  uri: fullFormats.uri,
  date: fullFormats.date.validate,
  'date-time': fullFormats['date-time'].validate,
  alpha3: (value) => countries.has(value),
};
