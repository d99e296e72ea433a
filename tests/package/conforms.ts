// What the package declares is what its modules are: holds when it compiles.
import * as modules from '../../npm/api.js';
import type * as declared from '../../npm/index.js';

export const all: typeof declared = modules;
export const none: Record<Exclude<keyof typeof modules, keyof typeof declared>, never> = {};
