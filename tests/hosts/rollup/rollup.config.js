import { nodeResolve } from '@rollup/plugin-node-resolve';
import { importMetaAssets } from '@web/rollup-plugin-import-meta-assets';

export default {
  // Rollup makes no file of a worker by itself: it is an entry of its own.
  input: { main: 'main.js', worker: 'worker.js' },
  output: { dir: 'dist', format: 'es', entryFileNames: '[name].js' },
  plugins: [nodeResolve({ browser: true }), importMetaAssets({ include: ['**/node_modules/kyb-patch/**'] })],
};
