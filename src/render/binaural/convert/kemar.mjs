// Makes public/hrtf/kemar.bin from the MIT KEMAR measurements as SOFA (libmysofa carries them as MIT_KEMAR_normal_pinna.sofa):
// node src/render/binaural/convert/kemar.mjs FILE.sofa
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as jsfive from 'jsfive';
import { runnerImport } from 'vite';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../../..');
const sofaPath = process.argv[2];
if (sofaPath === undefined) {
  process.stderr.write('usage: kemar.mjs MIT_KEMAR_normal_pinna.sofa\n');
  process.exit(2);
}
const { module: binaural } = await runnerImport(join(root, 'src/render/binaural/index.ts'), { configFile: false, logLevel: 'error' });

const NOTICE = `HRTF measurements of a KEMAR dummy head microphone, normal pinna, by Bill Gardner and Keith Martin, MIT Media Lab, May 1994.
This data is Copyright 1994 by the MIT Media Laboratory. It is provided free with no restrictions on use, provided the authors are cited
when the data is used in any research or commercial application.
Changed for this program: 44.1 to 48 kHz, delays smoothed and stored apart, diffuse-field equalised, frequencies below 150 Hz and
directions more than 40 degrees below the horizon filled in.`;

const file = readFileSync(sofaPath);
const sofa = new jsfive.File(file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength), 'kemar');
const positions = sofa.get('SourcePosition').value;
const responses = sofa.get('Data.IR');
const [count, , taps] = responses.shape;
const samples = responses.value;
const directions = new Float64Array(count * 3);
const left = [];
for (let k = 0; k < count; k++) {
  const azimuth = (positions[3 * k] * Math.PI) / 180;
  const elevation = (positions[3 * k + 1] * Math.PI) / 180;
  directions.set([-Math.sin(azimuth) * Math.cos(elevation), Math.cos(azimuth) * Math.cos(elevation), Math.sin(elevation)], 3 * k);
  left.push(Float64Array.from(samples.slice(2 * k * taps, (2 * k + 1) * taps)));
}
const set = binaural.prepareHrtfSet({
  name: 'MIT KEMAR, normal pinna',
  notice: NOTICE,
  sampleRateHz: sofa.get('Data.SamplingRate').value[0],
  directions,
  ears: [{ responses: left }],
});
const bytes = binaural.encodeHrtfSet(set);
mkdirSync(join(root, 'public/hrtf'), { recursive: true });
writeFileSync(join(root, 'public/hrtf/kemar.bin'), bytes);
writeFileSync(join(root, 'public/hrtf/NOTICE.txt'), `kemar.bin\n\n${NOTICE}\n`);
const delays = set.ears[0].delaysFrames;
console.log(`${set.directions.length / 3} directions, ${bytes.length} bytes, delays up to ${Math.max(...delays).toFixed(2)} frames`);
