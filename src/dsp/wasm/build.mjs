// Compiles the kernels and writes them as one module of base64 text, which loads alike in a page, a worker, a worklet and Node.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, 'build');
mkdirSync(out, { recursive: true });
const { error, stderr } = await asc.main([
  join(here, 'index.ts'),
  '--outFile',
  join(out, 'kernels.wasm'),
  '--runtime',
  'stub',
  '--importMemory',
  '--enable',
  'simd',
  '-O3',
  '--noAssert',
]);
if (error) {
  process.stderr.write(`${String(stderr)}\n${error.message}\n`);
  process.exit(1);
}
const bytes = readFileSync(join(out, 'kernels.wasm'));
writeFileSync(join(out, 'kernels.generated.ts'), `export const KERNELS_BASE64 = '${bytes.toString('base64')}';\n`);
