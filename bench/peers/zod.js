/** zod 4 with real formats: what its documentation advises. */
import { commonRules } from './zod-rules.js';

const patch = commonRules();

export const check = (value) => patch.safeParse(value).error?.issues ?? [];
export const checkField = (name, value) => patch.shape[name].safeParse(value).error?.issues ?? [];
