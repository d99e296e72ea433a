import { sValidator } from '@hono/standard-validator';
import { Hono } from 'hono';
import { init } from 'kyb-patch';
import { customerPatch } from 'kyb-patch/standard-schema';

await init();

/** Takes a patch, or answers where it is wrong: the issues have path, code, params and message. */
export const app = new Hono().put(
  '/customers/:id',
  sValidator('json', customerPatch.with({ kycModel: 'reliance' }), (result, c) => {
    if (!result.success) return c.json({ issues: result.error }, 422);
  }),
  (c) => {
    const patch = c.req.valid('json');
    return c.json({ id: c.req.param('id'), fields: Object.keys(patch) });
  },
);
